// Subjects: the name under which a client knows a person (OpenID Connect Core §8).
import type { Client } from '../model/client.ts'
import { pairwiseSubject } from '../protocol/subject.ts'
import type { Store } from '../store/index.ts'

/** The person's own subject, or a pairwise one where the client is registered for that. */
export type SubjectOf = (client: Client, sub: string) => Promise<string>

type Parts = Readonly<{
  store: Pick<Store['sealedSecrets'], 'find' | 'insertIfAbsent'>
  seal: (name: string, plain: Buffer) => Readonly<{ sealed: Buffer; sealedBy: string }>
  open: (name: string, row: Readonly<{ sealed: Buffer; sealedBy: string }>) => Buffer
  random: { bytes(count: number): Buffer }
}>

const saltName = 'pairwise-salt'

/** The salt is made at the first need. It outlives master keys: another salt would make every person a stranger. */
export const knowingSubjects = ({ store, seal, open, random }: Parts): SubjectOf => {
  let salt: Buffer | undefined
  const readSalt = async (): Promise<Buffer> => {
    const row = (await store.find(saltName)) ?? (await makeSalt())
    return open(saltName, row)
  }
  /** Of two servers that make it at once, the row of the first counts. */
  const makeSalt = async () => {
    const { sealed, sealedBy } = seal(saltName, random.bytes(32))
    await store.insertIfAbsent(saltName, sealed, sealedBy)
    const row = await store.find(saltName)
    if (row === undefined) throw new Error('the salt of pairwise subjects was not kept')
    return row
  }
  return async (client, sub) => {
    if (client.subjectType === 'public' || client.sector === null) return sub
    salt ??= await readSalt()
    return pairwiseSubject(salt, client.sector, sub)
  }
}
