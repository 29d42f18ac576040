// Importing users: people of another system with the hashes of their passwords, which their next login replaces.
import { z } from 'zod'
import { newAccount, type Person, personProblem } from '../../protocol/person.ts'
import type { Store } from '../../store/index.ts'
import type { RecordEvent } from '../events.ts'

export type ImportParts = Readonly<{
  store: Pick<Store, 'transaction'>
  /** Why a hash cannot be checked here, in words. */
  foreignHashProblem: (hash: string) => string | undefined
  random: { id(prefix: string): string }
  clock: () => Date
  record: RecordEvent
}>

export type ImportLine = Readonly<{ line: number; text: string }>
export type ImportResult = Readonly<{
  imported: number
  /** People who are there already: nothing of theirs is changed. */
  skipped: readonly Readonly<{ line: number; email: string }>[]
  failed: readonly Readonly<{ line: number; reason: string }>[]
}>

type Candidate = Readonly<{ line: number; person: Person; hash: string }>

const fieldsOfLine = z.object({
  email: z.string().max(320),
  name: z.string().nullish(),
  roles: z.array(z.string()).nullish(),
  email_verified: z.boolean().nullish(),
  claims: z.record(z.string(), z.unknown()).nullish(),
  attributes: z.record(z.string(), z.unknown()).nullish(),
  password_hash: z.string().nullish(),
  hash: z.string().nullish(),
})

/** The good lines are imported, the bad ones reported: one typing error must not keep ten thousand people waiting. */
export const importingUsers =
  ({ store, random, clock, foreignHashProblem, record }: ImportParts) =>
  async (lines: readonly ImportLine[]): Promise<ImportResult> => {
    const read = lines.filter(({ text }) => text.trim() !== '').map((line) => readLine(line, foreignHashProblem))
    const failed = read.flatMap((each) => ('reason' in each ? [each] : []))
    const candidates = read.flatMap((each) => ('reason' in each ? [] : [each]))
    const now = clock()
    const taken = await store.transaction(async (tx) => {
      const taken: Candidate[] = []
      for (const candidate of candidates) {
        const { person, hash } = candidate
        const account = newAccount(person, random.id('usr_'), now)
        const created = await tx.accounts.create({ ...account, passwordHash: hash })
        if (created === 'taken') taken.push(candidate)
      }
      return taken
    })
    const imported = candidates.length - taken.length
    const operatorText = `The operator imported ${imported} accounts.`
    if (imported > 0) record({ kind: 'account_changed', operatorText, after: { imported } })
    return { imported, failed, skipped: taken.map(({ line, person }) => ({ line, email: person.email })) }
  }

const readLine = (
  { line, text }: ImportLine,
  foreignHashProblem: ImportParts['foreignHashProblem'],
): Candidate | Readonly<{ line: number; reason: string }> => {
  const parsed = fieldsOfLine.safeParse(parseJson(text))
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path[0]
    return {
      line,
      reason: field === undefined ? 'is not a JSON object' : `${String(field)} is missing or of the wrong type`,
    }
  }
  const { email, name, roles, email_verified: emailVerified, password_hash, hash: shortName } = parsed.data
  const { claims, attributes } = parsed.data
  const hash = password_hash ?? shortName
  if (hash === null || hash === undefined) return { line, reason: 'password_hash is missing' }
  const person = {
    ...{ email, name: name || null, roles: roles ?? [], emailVerified: emailVerified === true },
    ...{ claims: claims ?? {}, attributes: attributes ?? {} },
  }
  const hashProblem = foreignHashProblem(hash)
  const reason = personProblem(person) ?? (hashProblem && `password_hash cannot be used: ${hashProblem}`)
  return reason === undefined ? { line, person, hash } : { line, reason }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
