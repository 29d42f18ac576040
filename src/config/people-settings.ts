// Settings about people: who may make an account, the mail that this needs, and their passwords.
import { setting } from './setting.ts'
import * as read from './values.ts'

const minute = 60
const day = 24 * 60 * minute

export const peopleSettings = {
  SMTP_URL: setting(
    read.smtpUrl().optional(),
    'smtpUrl',
    'The mail server: `smtps://user:password@host:465`, or `smtp://` with port 587, which must then offer STARTTLS unless it is on this machine. Unset: no mail, and so neither sign-up nor recovery of passwords by mail.',
    { secret: true },
  ),
  MAIL_FROM: setting(
    read.sender().optional(),
    'mailFrom',
    'Whom mail comes from: `Our Service <no-reply@example.org>`. Needed with `SMTP_URL`.',
  ),
  SIGN_UP: setting(
    read.oneOf('on', 'invite', 'off').default('off'),
    'signUp',
    'Who may make an account: anyone with a mailbox (`on`), whom you invite by `countersign users invite` (`invite`), nobody but you (`off`, because only you know whether strangers should be let in). Needs mail.',
  ),
  MAIL_LINK_SECONDS: setting(
    read.wholeNumber(60, 30 * day).default(day),
    'mailLinkSeconds',
    'How long a link in a mail that confirms an address works.',
  ),
  RESET_LINK_SECONDS: setting(
    read.wholeNumber(60, day).default(60 * minute),
    'resetLinkSeconds',
    'How long a link for a new password works.',
  ),
  INVITE_LINK_SECONDS: setting(
    read.wholeNumber(60, 90 * day).default(7 * day),
    'inviteLinkSeconds',
    'How long an invitation works.',
  ),
  PASSWORD_MIN_LENGTH: setting(
    read.wholeNumber(8, 64).default(15),
    'passwordMinLength',
    'Characters of a new password at least. 15, because nobody is made to have a second factor (NIST SP 800-63B-4 §3.1.1.2); where everybody has one, 8 are enough.',
  ),
}

export const mailboxSetting = {
  DANGER_DEV_MAILBOX: setting(
    read.flag().optional(),
    null,
    '`1` sends no mail, but shows it at `/dev/mailbox` to programs on this machine. For development, with an issuer on localhost only.',
  ),
}
