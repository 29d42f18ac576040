// Deciding: as the consent page's post does it: the question is asked once more, and its answer is an answer to just that.
import type { AuthorizeFlow, AuthorizeOutcome, Visitor } from '../../src/flows/authorize.ts'
import { withPrompt } from '../../src/http/pages/sign-in/raw-query.ts'
import type { Params } from '../../src/protocol/params.ts'
import { interactionSince } from './interaction.ts'

export const decideAt = async (
  hub: AuthorizeFlow,
  params: Params,
  visitor: Visitor,
  decision: 'allow' | 'deny',
  since: Date | null,
  now: Date,
): Promise<AuthorizeOutcome> => {
  const asked = await hub.proceed(withPrompt(params, 'consent'), visitor, interactionSince(since), now)
  return asked.kind === 'consent' ? hub.decide(asked, decision, now) : asked
}
