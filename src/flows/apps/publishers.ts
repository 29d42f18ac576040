// Verified publishers: a web host vouches for an app by a file, asked when its owner says so and every day after (RFC 8615).
import type { GuardedFetch } from '../../outbound/guarded-fetch.ts'
import {
  forgivenSeconds,
  publisherDocumentProblem,
  publisherFile,
  publisherHosts,
  recheckSeconds,
} from '../../protocol/publisher.ts'
import type { PublisherCheck, PublisherVerdict } from '../../store/app-publishers.ts'
import type { FetchAllowance } from '../fetch-allowance.ts'
import type { Developer } from './app-form.ts'
import { type AppsParts, noSuchApp } from './own-apps.ts'

export type PublisherParts = AppsParts & Readonly<{ guardedFetch: GuardedFetch; allowance: FetchAllowance }>

export type PublisherAsked = Readonly<{ kind: 'verified'; host: string }> | Readonly<{ kind: 'problem'; words: string }>

/** So many hosts are asked at once. */
const batch = 20

const bounds = { maxBytes: 64 * 1024, timeoutSeconds: 5 } as const

export const publishers = (parts: PublisherParts) => {
  const { store, guardedFetch, issuer, record } = parts

  const ask = async ({ clientId, host }: PublisherCheck, now: Date): Promise<PublisherVerdict> => {
    const url = `https://${host}${publisherFile}`
    const answer = await guardedFetch(url, { method: 'GET', accept: 'application/json', ...bounds })
    const forgiven = new Date(now.getTime() - forgivenSeconds * 1000)
    const not = (problem: string, holdsIfConfirmedAfter: Date | null = null): PublisherVerdict => ({
      ...{ kind: 'not', problem: `${url}: ${problem}.`, holdsIfConfirmedAfter },
    })
    if (answer.kind === 'failed') return not(answer.reason, forgiven)
    const { status, body } = answer
    if (status >= 500 || status === 429) return not(`the answer has the status ${status}`, forgiven)
    if (status !== 200)
      return not(`the answer has the status ${status}${status < 400 ? '; nothing is followed' : ', in place of 200'}`)
    const problem = publisherDocumentProblem(body, issuer, clientId)
    return problem === undefined ? { kind: 'vouches' } : not(`the file ${problem}`)
  }

  const recheck = async (now: Date): Promise<number> => {
    const due = new Date(now.getTime() - recheckSeconds * 1000)
    const checks = await store.apps.takePublishersToAsk(due, now, batch)
    await Promise.all(
      checks.map(async (check) => {
        const verdict = await ask(check, now)
        const isVerified = await store.apps.notePublisher(check, verdict, now)
        if (verdict.kind === 'vouches' || isVerified !== false) return
        const { clientId, host } = check
        const ownerText = `${host} does not vouch for the app any more. ${verdict.problem}`
        const cure = 'Put the file back, then check again on the app’s page.'
        record({ kind: 'client_changed', clientId, operatorText: ownerText, ownerText, cure })
      }),
    )
    return checks.length
  }

  return {
    /** Names the host and asks it now. It must be one to which the app sends people back. */
    verify: async (
      person: Developer,
      clientId: string,
      host: string,
      address: string,
      now: Date,
    ): Promise<PublisherAsked> => {
      const client = (await store.apps.findOf(clientId, person.sub))?.client
      if (client === undefined) throw noSuchApp(person)
      if (!publisherHosts(client).includes(host))
        return { kind: 'problem', words: 'Choose a host of one of the app’s redirect URIs.' }
      const tooMany = await parts.allowance.claim(address, host, false, now)
      if (tooMany !== undefined) throw tooMany
      if (!(await store.apps.namePublisher(clientId, person.sub, host))) throw noSuchApp(person)
      const check = { clientId, host, redirectUris: client.redirectUris }
      const verdict = await ask(check, now)
      const isVerified = await store.apps.notePublisher(check, verdict, now)
      if (verdict.kind === 'not') return { kind: 'problem', words: verdict.problem }
      if (!isVerified) return { kind: 'problem', words: 'The app was changed meanwhile. Please try again.' }
      record({ kind: 'client_changed', clientId, actor: person.sub, operatorText: `${host} vouches for the app.` })
      return { kind: 'verified', host }
    },

    forget: async (person: Developer, clientId: string): Promise<void> => {
      if (!(await store.apps.namePublisher(clientId, person.sub, null))) throw noSuchApp(person)
      record({ kind: 'client_changed', clientId, actor: person.sub, operatorText: 'The owner named no publisher.' })
    },

    /** Asks again those that were not asked for a day, a few at a time, until it is told to stop. */
    recheckDue: async (now: Date, stopped?: AbortSignal): Promise<void> => {
      while (!stopped?.aborted && (await recheck(now)) === batch);
    },
  }
}
