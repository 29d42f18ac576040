// Rules: what must hold between settings; with them, the one schema of the environment.
import { z } from 'zod'
import { type SettingName, shape } from './schema.ts'

type Values = Readonly<Record<string, unknown>>

/** `when`: these look at what could be read, so that every problem is reported at once. */
const rule = (name: SettingName, message: string) => ({ path: [name], message, when: () => true })

/** Neither holds where one of them is unset. */
const isLonger = (values: Values, name: SettingName, than: SettingName) => Number(values[name]) > Number(values[than])
const isShorter = (values: Values, name: SettingName, than: SettingName) => Number(values[name]) < Number(values[than])

/** OWASP Password Storage Cheat Sheet: 19 MiB and 2 passes, or less memory for more passes, down to 7 MiB. */
const isWeak = ({ ARGON2_MEMORY_KIB: memory, ARGON2_ITERATIONS: passes }: Values): boolean =>
  Number(memory) < 7168 || Number(memory) * Number(passes) < 7168 * 5

const isLoopback = ({ ISSUER }: Values): boolean =>
  ISSUER === undefined || ['localhost', '127.0.0.1', '[::1]'].includes(URL.parse(String(ISSUER))?.hostname ?? '')

export const settings = z
  .object(shape)
  .refine(
    (values) => values.CIMD !== 'list' || values.CIMD_HOSTS !== undefined,
    rule('CIMD', 'needs CIMD_HOSTS: a list of nobody is CIMD=off'),
  )
  .refine(
    (values) => values.SMTP_URL === undefined || values.MAIL_FROM !== undefined,
    rule('MAIL_FROM', 'is needed with SMTP_URL: mail must come from somebody'),
  )
  .refine(
    (values) => values.DANGER_DEV_MAILBOX !== true || isLoopback(values),
    rule(
      'DANGER_DEV_MAILBOX',
      'must not be set with an ISSUER that others can reach: mail would not be sent, but shown',
    ),
  )
  .refine(
    (values) => values.DANGER_DEV_MAILBOX !== true || values.SMTP_URL === undefined,
    rule('DANGER_DEV_MAILBOX', 'and SMTP_URL exclude each other: mail is either shown or sent'),
  )
  .refine(
    // Each worker would have a mailbox of its own.
    (values) => values.DANGER_DEV_MAILBOX !== true || !(Number(values.WORKERS) > 1),
    rule('DANGER_DEV_MAILBOX', 'needs WORKERS=1'),
  )
  .refine(
    (values) => !(Number(values.WORKERS) > 1) || values.DATABASE_URL !== undefined,
    rule(
      'WORKERS',
      'must be 1 with the embedded database, which belongs to one process: set DATABASE_URL, or no WORKERS',
    ),
  )
  .refine(
    (values) => values.METRICS_PORT === undefined || values.METRICS_PORT !== values.PORT,
    rule('METRICS_PORT', 'must not be PORT: at that one, METRICS_TOKEN opens /metrics'),
  )
  .refine(
    (values) => !isLonger(values, 'WORKERS', 'DATABASE_POOL'),
    rule('DATABASE_POOL', 'must have a connection for each of the WORKERS'),
  )
  .refine(
    (values) => !isLonger(values, 'REFRESH_IDLE_SECONDS', 'REFRESH_ABSOLUTE_SECONDS'),
    rule('REFRESH_IDLE_SECONDS', 'must not be longer than REFRESH_ABSOLUTE_SECONDS'),
  )
  .refine(
    (values) => !isLonger(values, 'SESSION_IDLE_SECONDS', 'SESSION_ABSOLUTE_SECONDS'),
    rule('SESSION_IDLE_SECONDS', 'must not be longer than SESSION_ABSOLUTE_SECONDS'),
  )
  .refine(
    (values) =>
      values.KEY_ANNOUNCE_SECONDS === undefined || isShorter(values, 'KEY_ANNOUNCE_SECONDS', 'KEY_ACTIVE_SECONDS'),
    rule('KEY_ANNOUNCE_SECONDS', 'must be shorter than KEY_ACTIVE_SECONDS'),
  )
  .refine(
    (values) => values.DANGER_WEAK_PASSWORD_HASHES === true || !isWeak(values),
    rule('ARGON2_MEMORY_KIB', 'and ARGON2_ITERATIONS are too weak for passwords: at least 19456 and 2, or 7168 and 5'),
  )
  .refine(
    (values) => !(Number(values.ARGON2_MEMORY_KIB) < 8 * Number(values.ARGON2_PARALLELISM)),
    rule('ARGON2_PARALLELISM', 'needs at least 8 times as much ARGON2_MEMORY_KIB'),
  )
  .refine(
    // What a stored hash may cost at most when it is checked (crypto/stored-hash.ts).
    (values) => Number(values.ARGON2_MEMORY_KIB) * Number(values.ARGON2_ITERATIONS) <= 1_048_576,
    rule('ARGON2_MEMORY_KIB', 'times ARGON2_ITERATIONS must not be above 1048576: a login would take seconds'),
  )

export type Settings = z.output<typeof settings>
