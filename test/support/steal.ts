// Theft of a refresh token, as it comes to light: both the thief and the app use it (RFC 9700 §4.14.2).
import type { Story, StoryAccount, StoryClient } from './story.ts'
import { until } from './until.ts'

/** A refresh token that two have used: its family ends, and the person is told. */
export const stealFrom = async (s: Story, app: StoryClient, who: StoryAccount): Promise<void> => {
  const { body } = await s.redeem(app, await s.codeFor(app, who, { scope: 'openid profile email offline_access' }))
  const next = await s.refresh(app, body.refresh_token)
  await s.refresh(app, next.body.refresh_token)
  await s.refresh(app, body.refresh_token)
  await until('told', async () => (await s.store.theftNotices.unseen(who.sub, s.clock())).length > 0)
}
