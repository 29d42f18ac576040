// The scene of the tour: people, apps, keys and figures with some history, so that no page is empty that need not be.
import type { Test } from 'tap'
import type { Account } from '../../../src/model/account.ts'
import type { Client } from '../../../src/model/client.ts'
import { television } from '../../support/device.ts'
import { listeningStory } from '../../support/listening.ts'
import { type Browser, plainBrowser } from '../../support/plain-browser.ts'
import { steppableClock } from '../../support/steppable-clock.ts'
import { authorizeUrl, type Fields, type Story, type StoryAccount } from '../../support/story.ts'
import { until } from '../../support/until.ts'
import { plainSquare } from './small-png.ts'

export type Scene = Awaited<ReturnType<typeof openScene>>

const [minute, day] = [60, 86_400]
/** In a request's `claims`: more than a password. */
export const essentialFactor = JSON.stringify({ id_token: { acr: { essential: true, values: ['aal2'] } } })
export const everything = { scope: 'openid profile email offline_access' }

export const openScene = async (t: Test) => {
  const clock = steppableClock('2026-08-25T12:00:00Z')
  const settings = { SIGN_UP: 'on', DANGER_DEV_MAILBOX: '1', APP_REGISTRATION: 'invited' }
  const s = await listeningStory(t, 'http', settings, clock)
  await rotateKeys(s)
  const setupLink = (await s.rooms.operator.makeSetupLink()).link
  const people = await makePeople(s)
  const apps = await makeApps(s, people.grace)
  await vouchFor(s, apps.notes, people.grace)
  await addFigures(s)
  const phone = await useApps(s, apps, people.ada)
  const bare = await listeningStory(t)
  return {
    s,
    /** A server that sends no mail, where nobody may sign up. */
    bare: { ...bare, ada: await bare.account() },
    /** Ada's, which stays logged in by her password alone. */
    phone,
    setupLink,
    ...apps,
    ...people,
    /** The link of the newest mail to that address; each is waited for once. */
    link: linksOf(s),
    authorize: (app: Client, change: Fields = {}) => authorizeUrl(s.issuer, app, { ...everything, ...change }),
  }
}

/** One that is kept for its tokens, one that signs, one that is announced. */
const rotateKeys = async (s: Story): Promise<void> => {
  s.clock.pass(40 * day)
  await s.rooms.operator.keys.rotate()
  s.clock.pass(2 * day)
  await s.rooms.keyRing.upkeep()
  s.clock.pass(46 * day)
  await s.rooms.operator.keys.rotate()
}

const makeApps = async (s: Story, { sub: ownerSub }: StoryAccount) => {
  const ago = (seconds: number): Date => new Date(s.clock().getTime() - seconds * 1000)
  const web = await s.client('photos', {
    ...{ name: 'Photo Printer', createdAt: ago(400 * day), verifiedAt: ago(300 * day) },
    optionalScope: ['email'],
    postLogoutRedirectUris: ['https://photos.example/bye'],
  })
  const stranger = await s.client('stranger', {
    name: 'Free Invoice Assistant for Small Companies and Their Accountants',
    ...{ origin: 'self-registered', createdAt: ago(3 * minute), tokenEndpointAuthMethod: 'none' },
    redirectUris: ['http://127.0.0.1/callback'],
    postLogoutRedirectUris: ['https://invoices.example/'],
  })
  const notes = await s.client('notes', { name: 'Field Notes', createdAt: ago(90 * day), ownerSub })
  const albums = await s.rooms.operator.resources.set({
    ...{ identifier: 'https://albums.photos.example/v2', name: 'Photo Albums', audience: null, scope: [] },
    ...{ accessTokenSeconds: null, signingAlg: 'RS256', claims: { mail: 'email' } },
  })
  return {
    web,
    stranger,
    notes,
    albums,
    cinema: await television(s, { name: 'Living Room Cinema', optionalScope: ['email'] }),
  }
}

const makePeople = async (s: Story) => {
  const person = (name: string, fullName: string, change: Partial<Account> = {}): Promise<StoryAccount> =>
    s.account(name, { name: fullName, emailVerifiedAt: s.clock(), createdAt: s.clock(), ...change })
  return {
    ada: await person('ada', 'Ada Lovelace', { roles: ['developer'], emailVerifiedAt: null }),
    grace: await person('grace', 'Grace Hopper', {
      email: 'grace.brewster.murray.hopper@a-rather-long-domain-name.example',
    }),
    joan: await person('joan', 'Joan Clarke'),
    /** Comes to be by the setup link. */
    root: { email: 'katherine@example.com', name: 'Katherine Johnson', password: 'seven brown bears swim' },
    others: [
      await person('alan', 'Alan Turing', { roles: ['developer', 'staff'] }),
      await person('layla', 'ليلى العامرية', { disabledAt: s.clock() }),
    ],
  }
}

/** A working hour with its ups and downs. */
const addFigures = async (s: Story): Promise<void> => {
  const now = s.clock().getTime()
  const counts = Array.from({ length: 60 }, (_, at) => {
    const wave = 1.4 + Math.sin(at / 7) + Math.sin(at / 2.3) / 3
    const minuteAt = new Date(now - (60 - at) * minute * 1000)
    const some = { logins: 9 * wave, tokens: 31 * wave, refusals: at > 40 && at < 46 ? 14 : wave }
    const slow = { 'latency:5': 40 * wave, 'latency:10': 12 * wave, 'latency:25': at % 9 === 0 ? 9 : 1 }
    return Object.entries({ ...some, ...slow }).map(([name, count]) => ({
      ...{ minute: minuteAt, name },
      count: Math.max(0, Math.round(count)),
    }))
  })
  await s.store.figures.add(counts.flat())
}

const safari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'

const useApps = async (s: Story, { notes, albums, stranger }: Apps, ada: StoryAccount): Promise<Browser> => {
  const phone = plainBrowser(s.issuer, (url, { headers, ...init }) =>
    s.fetch(url, { ...init, headers: { ...(headers as object), 'user-agent': safari } }),
  )
  await s.redeem(notes, await s.codeFor(notes, ada, everything, phone))
  const address = { redirect_uri: 'http://127.0.0.1:7777/callback' }
  const asked = { ...everything, ...address, resource: albums.identifier }
  const code = await s.codeFor(stranger, ada, asked, phone)
  await s.redeem(stranger, code, address)
  return phone
}

/** A person's app, with all that such apps can have. */
const vouchFor = async (s: Story, { clientId, redirectUris }: Scene['notes'], owner: StoryAccount): Promise<void> => {
  const { apps } = s.store
  await apps.setLogo(clientId, owner.sub, {
    digest: 'square',
    mediaType: 'image/png',
    bytes: plainSquare(48, 0xb8860b),
  })
  await apps.namePublisher(clientId, owner.sub, 'notes.example')
  await apps.notePublisher({ clientId, host: 'notes.example', redirectUris }, { kind: 'vouches' }, s.clock())
}

type Apps = Awaited<ReturnType<typeof makeApps>>

const linksOf = (s: Story) => {
  const seen = new Set<string>()
  return async (to: string, path: string): Promise<string> => {
    let link = ''
    await until(`a mail to ${to} with ${path}`, () => {
      const letters = s.rooms.post.kept().filter((letter) => letter.to.toLowerCase() === to.toLowerCase())
      const links = letters.flatMap(({ text }) => /https?:\/\/\S+link=\S+/.exec(text)?.[0] ?? [])
      link = links.find((one) => one.includes(path) && !seen.has(one)) ?? ''
      return link !== ''
    })
    seen.add(link)
    return link
  }
}
