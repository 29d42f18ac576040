// Subjects: the name under which a client knows a person (OpenID Connect Core §8).
import type { Client } from '../model/client.ts'
import { pairwiseSubject } from '../protocol/subject.ts'
import { type KeptSecretParts, keptSecret } from './kept-secret.ts'

/** The person's own subject, or a pairwise one where the client is registered for that. */
export type SubjectOf = (client: Client, sub: string) => Promise<string>

/** Another salt would make every person a stranger. */
export const knowingSubjects = (parts: KeptSecretParts): SubjectOf => {
  const salt = keptSecret(parts, 'pairwise-salt')
  return async (client, sub) => {
    if (client.subjectType === 'public' || client.sector === null) return sub
    return pairwiseSubject(await salt(), client.sector, sub)
  }
}
