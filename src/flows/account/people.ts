// People: what they may do with their own accounts by mail and password, made of the same parts.
import type { Config } from '../../config/config.ts'
import type { Passwords } from '../../crypto/passwords.ts'
import type { SendMail } from '../../model/mail.ts'
import type { Store } from '../../store/index.ts'
import type { RecordEvent } from '../events.ts'
import type { Afterwards } from './afterwards.ts'
import type { Attempts } from './attempts.ts'
import type { ChoosePassword } from './choose-password.ts'
import type { MailAllowance } from './mail-allowance.ts'
import type { MailLinks } from './mail-links.ts'
import type { OpenSession } from './open-session.ts'

export type PeopleParts = Readonly<{
  config: Pick<Config, 'issuer' | 'signUp' | 'mailLinkSeconds' | 'resetLinkSeconds'>
  store: Store
  links: MailLinks
  allowMail: MailAllowance
  attempts: Attempts
  passwords: Pick<Passwords, 'verify'>
  choosePassword: ChoosePassword
  openSession: OpenSession
  sendMail: SendMail
  record: RecordEvent
  random: { token(prefix: string): string; id(prefix: string): string }
  sha256: (text: string) => Buffer
  /** For what must not show in the time of an answer. */
  after: Afterwards
  /** For what no answer waits for. */
  later: (work: () => Promise<unknown>) => void
  tellApps: () => Promise<void>
  /** Whether that is in a row already which must be in one only. */
  isDuplicate: (error: unknown) => boolean
}>
