// Nothing lost: what a server acknowledged before a crash is true after it, and no code ever works twice.
import type { Test } from 'tap'
import type { Ledger } from './load.ts'
import { type App, introspect, redeem, refresh } from './plain-client.ts'

/** Settles the ledger: what it holds afterwards is what the next round begins with. */
export const nothingLost = async (t: Test, app: App, ledger: Ledger): Promise<void> => {
  t.same(ledger.trouble, [], 'no answer under load was wrong')
  const refused: string[] = []
  const twice: string[] = []

  // The last token that was received works: as the newest, or as the retry of a reply that was lost.
  for (const chain of ledger.chains) {
    // A forgotten rotation would show here, and heal below.
    const before = chain.at(-2)
    if (before !== undefined && (await introspect(app, before)).body.active)
      refused.push('a replaced token was the newest again')
    const retried = await refresh(app, chain.at(-1) as string)
    const next = retried.status === 200 ? await refresh(app, retried.body.refresh_token) : retried
    if (next.status !== 200) refused.push(`refresh token: ${next.status} ${next.text}`)
    else chain.push(retried.body.refresh_token, next.body.refresh_token)
  }
  for (const { granted, token } of ledger.redeemed) {
    const { status, text } = await refresh(app, token)
    if (status !== 200) refused.push(`first refresh token: ${status} ${text}`)
    if ((await redeem(app, granted)).status !== 400) twice.push('a code that had been redeemed')
  }
  for (const granted of ledger.unsure) {
    const first = await redeem(app, granted)
    if (first.status !== 200 && first.status !== 400) refused.push(`code: ${first.status} ${first.text}`)
    if ((await redeem(app, granted)).status !== 400) twice.push('a code whose redemption was cut off')
  }
  t.same(refused, [], 'whatever was acknowledged works')
  t.same(twice, [], 'no code works twice')

  const [sacrificed = []] = ledger.chains.splice(0, 1)
  t.equal((await refresh(app, sacrificed.at(-3) ?? '')).status, 400, 'an old token is reuse')
  t.equal((await refresh(app, sacrificed.at(-1) ?? '')).status, 400, 'and ends its family')
  t.comment(
    `${ledger.redeemed.length} codes redeemed, ${ledger.unsure.length} cut off, ${ledger.chains.flat().length} refreshes`,
  )
  for (const settled of [ledger.redeemed, ledger.unsure]) settled.length = 0
}
