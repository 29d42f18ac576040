// Member: a person who is logged in, and what their pages are made of (see member-page.ts).
import type { FastifyRequest } from 'fastify'
import type { Account } from '../../model/account.ts'
import type { Session } from '../../model/session.ts'
import type { Params } from '../../protocol/params.ts'
import type { Browser } from '../browser.ts'
import type { Again } from './desk.ts'
import type { FieldProblem, Initial, Say, Typed } from './fields.ts'
import type { Voice } from './voice.ts'

/** Who is at the page. */
export type Member = Readonly<{
  account: Account
  session: Session
  browser: Browser
  voice: Voice
  now: Date
  /** Whether they proved who they are within the last ten minutes, by the strongest way that they have. */
  isRecent: boolean
  /** The same, however long ago. */
  isStrongest: boolean
}>

/** What a page shows; views/<template>.eta begins with `layout('../member-layout')`. */
export type View = Readonly<{
  template: string
  title: string
  data?: object
  /** What stands in the fields, by act and field; the template gets them as `it.forms.<act>.<field>`. */
  fields?: Initial
  status?: number
}>

export type Outcome =
  /** Done: back to the page (or `to`, another page for members), which says so; in another language from now on, with `voice`. */
  | Readonly<{ kind: 'done'; say?: Say; to?: string; session?: string; voice?: Voice }>
  /** The page again, with what was typed. */
  | Readonly<{ kind: 'problems'; problems: readonly FieldProblem[] }>
  | Readonly<{ kind: 'again'; again: Again; problems?: readonly FieldProblem[] }>
  /** What is shown once, such as a new secret. */
  | Readonly<{ kind: 'show'; view: View; session?: string | undefined }>
  | Readonly<{ kind: 'file'; name: string; type: string; body: string }>
  /** The session is over; `to` is any page of ours. */
  | Readonly<{ kind: 'logged-out'; to: string }>
  /** There is no such person any more; `to` is as above. */
  | Readonly<{ kind: 'deleted'; to: string }>

export type Act = Readonly<{
  needsRecent?: boolean
  /** What the person read before deciding; something else there, and the page is shown again. */
  shown?: (request: FastifyRequest, member: Member) => readonly string[] | Promise<readonly string[]>
  run: (request: FastifyRequest, form: Params, member: Member) => Outcome | Promise<Outcome>
}>

export type MemberPage = Readonly<{
  /** As Fastify reads it, below the issuer: `/apps/:clientId`. */
  url: string
  needsRecent?: boolean
  /** Not for a login of before the person had a second factor. */
  needsStrongest?: boolean
  /** Pages of developers and administrators are in English. */
  isEnglish?: boolean
  /** Who else gets "there is nothing at this address". */
  allow?: (member: Member) => boolean
  show: (request: FastifyRequest, member: Member) => View | Promise<View>
  acts?: Readonly<Record<string, Act>>
}>

/** What a page is shown with, besides itself. */
export type Shown = Readonly<{
  typed?: Typed | undefined
  problems?: readonly FieldProblem[]
  again?: Again | undefined
  notice?: string | undefined
}>
