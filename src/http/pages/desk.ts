// The desk: what every page has at hand, made once from the door's parts.
import { type ErrorDetail, OAuthError } from '../../protocol/errors.ts'
import type { Words } from '../../words/index.ts'
import { type Browsers, openBrowsers } from '../browser.ts'
import { type FormSeals, formSeals } from '../forms.ts'
import type { HttpParts } from '../parts.ts'
import type { NoteRefusal } from '../refusals.ts'
import { type MemberAddresses, memberAddresses } from './member-link.ts'

export type Desk = Readonly<{
  parts: HttpParts
  noteRefusal: NoteRefusal
  browsers: Browsers
  seals: FormSeals
  memberAddresses: MemberAddresses
}>

export const openDesk = (parts: HttpParts, noteRefusal: NoteRefusal): Desk => ({
  parts,
  noteRefusal,
  browsers: openBrowsers(parts),
  seals: formSeals(parts.formBox),
  memberAddresses: memberAddresses(),
})

/** Why a step is shown once more instead of the next one. */
export type Again = Readonly<{
  /** Its English description is for logs and events. */
  refusal: OAuthError
  /** What the person reads. */
  say: (words: Words) => string
  status: number
}>

/** @param operator at what, and of whom */
export const tooManyAttempts = (retryAfterSeconds: number, operator: string, about?: ErrorDetail['about']): Again => ({
  status: 429,
  refusal: new OAuthError(
    'too_many_requests',
    'There were too many attempts.',
    { operator, ...(about !== undefined && { about }) },
    retryAfterSeconds,
  ),
  say: (w) => w.common.tooManyAttempts(retryAfterSeconds),
})
