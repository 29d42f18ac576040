// Load: apps that refresh and redeem without a pause, and a ledger of what the server has acknowledged to them.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser } from './plain-browser.ts'
import { type Answer, type App, codeFor, type Granted, type Person, redeem, refresh } from './plain-client.ts'

export type Ledger = Readonly<{
  /** Of each login, every refresh token that was received, the newest last. */
  chains: string[][]
  /** Codes whose redemption was answered with tokens. */
  redeemed: { granted: Granted; token: string }[]
  /** Codes whose redemption may or may not have been heard. */
  unsure: Granted[]
  /** Answers that nobody should have got. */
  trouble: string[]
}>

export const newLedger = (): Ledger => ({ chains: [], redeemed: [], unsure: [], trouble: [] })

type Load = Readonly<{
  app: App
  person: Person
  browser: Browser
  ledger: Ledger
  goOn: () => boolean
  /** Whether a 503 is no more than a reason to ask again: then the database is what goes away. */
  patient: boolean
}>

/** As many logins as there are to be refreshers. */
export const logInFor = async ({ app, person, browser, ledger }: Load, refreshers: number): Promise<void> => {
  while (ledger.chains.length < refreshers) {
    const { body } = await redeem(app, await codeFor(app, person, browser))
    ledger.chains.push([body.refresh_token])
  }
}

/** Ends where the server is gone or nothing more is wanted. */
export const runLoad = async (load: Load, { redeemers }: { redeemers: number }): Promise<void> => {
  await Promise.all([
    ...load.ledger.chains.map((chain) => keepRefreshing(load, chain)),
    ...Array.from({ length: redeemers }, () => keepRedeeming(load)),
  ])
}

const keepRefreshing = async ({ app, ledger, goOn, patient }: Load, chain: string[]): Promise<void> => {
  while (goOn()) {
    const answer = await heard(() => refresh(app, chain.at(-1) as string))
    if (answer === undefined) return
    if (answer.status === 200) chain.push(answer.body.refresh_token)
    else if (answer.status === 503 && patient) await sleep(25)
    else return void ledger.trouble.push(`refreshing: ${answer.status} ${answer.text}`)
  }
}

const keepRedeeming = async ({ app, person, browser, ledger, goOn, patient }: Load): Promise<void> => {
  while (goOn()) {
    const granted = await codeFor(app, person, browser).catch(() => undefined)
    if (granted === undefined) {
      // No page either: the server or its database is away.
      if (!patient) return
      await sleep(25)
      continue
    }
    const answer = await heard(() => redeem(app, granted))
    if (answer?.status === 200) ledger.redeemed.push({ granted, token: answer.body.refresh_token })
    else ledger.unsure.push(granted)
    if (answer === undefined) return
    if (answer.status !== 200 && !(patient && answer.status === 503))
      return void ledger.trouble.push(`redeeming: ${answer.status} ${answer.text}`)
  }
}

/** Undefined where the answer never came, or not whole. */
const heard = async (ask: () => Promise<Answer>): Promise<Answer | undefined> => {
  try {
    return await ask()
  } catch {
    return undefined
  }
}
