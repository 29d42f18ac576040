// World: one history's people, apps, browsers and server, with a clock that the history moves.
import { type Logger, pino } from 'pino'
import type { KeyRing } from '../../src/crypto/key-ring.ts'
import { type Random, randomFrom } from '../../src/crypto/random.ts'
import type { Events } from '../../src/flows/events.ts'
import { type Assembly, assemble, type Ingredients } from '../support/assembly.ts'
import { openIngredients } from '../support/ingredients.ts'
import { type Choices, seededBytes, seededChoices } from '../support/seeded-random.ts'
import { type Backup, beginning, fingerprintOf, firstMasterKey, type Ground } from './ground.ts'
import { type App, emptyModel, type Model, type Person } from './model.ts'
import { openSecrets, type Secrets } from './secrets.ts'

export const api = 'https://api.example/v1'

/** A seeded bug: the server's ingredients, wrapped. */
export type Tamper = (ingredients: Ingredients, tools: Readonly<{ sql: Ground['sql'] }>) => Ingredients

export type Browser = {
  name: string
  address: string
  cookie: string | undefined
  /** Cookies that it had before, or that somebody planted or stole. */
  oldCookies: string[]
  knownSubs: string[]
}

/** A code on its way to its app, with what the app keeps for redeeming it. */
export type HeldCode = { code: string; clientId: string; redirectUri: string; verifier: string | null; tries: number }

/** What an app keeps of one family: every refresh token that ever reached it, and the one that it believes in. */
export type Wallet = { clientId: string; family: string; tokens: string[]; newest: string }

export type AccessToken = Readonly<{
  token: string
  jti: string
  kid: string
  clientId: string
  audience: readonly string[]
  family: string | null
  expiresAt: number
}>

export type World = {
  readonly seed: string
  readonly ground: Ground
  readonly choices: Choices
  readonly random: Random
  readonly secrets: Secrets
  readonly tamper: Tamper
  readonly story: string[]
  readonly logLines: string[]
  readonly drawn: string[]
  readonly queue: (() => Promise<unknown>)[]
  now: number
  model: Model
  masterKeys: readonly string[]
  keyActiveSeconds: number
  server: Server
  readonly browsers: Browser[]
  readonly codes: HeldCode[]
  readonly wallets: Wallet[]
  readonly accessTokens: AccessToken[]
  /** Which generation of which family every refresh token is. */
  readonly refreshTokens: Map<string, Readonly<{ family: string; generation: number }>>
  /** The bytes of every successor, which never change. */
  readonly successors: Map<string, string>
  /** The sid that a client was told of a session. */
  readonly sids: Map<string, string>
  backup: Readonly<{ rows: Backup; model: Model; at: number }> | undefined
}

export type Server = Readonly<{ flows: Assembly; keyRing: KeyRing; events: Events; log: Logger }>

export const openWorld = async (ground: Ground, seed: string, tamper: Tamper): Promise<World> => {
  await ground.clear()
  const secrets = openSecrets()
  const drawn: string[] = []
  const choices = seededChoices(seed)
  const world: World = {
    ...{ seed, ground, choices, secrets, tamper, drawn },
    random: noting(randomFrom(seededBytes(seed)), drawn, secrets),
    story: [],
    logLines: [],
    queue: [],
    now: beginning,
    model: emptyModel(),
    masterKeys: [firstMasterKey],
    // Making an RSA key costs as much as a whole history, so only a few histories live with keys that age.
    keyActiveSeconds: (choices.chance(0.04) ? 90 : 3650) * 86_400,
    server: undefined as unknown as Server,
    browsers: [],
    codes: [],
    wallets: [],
    accessTokens: [],
    refreshTokens: new Map(),
    successors: new Map(),
    sids: new Map(),
    backup: undefined,
  }
  secrets.add('the master key', firstMasterKey)
  await startServer(world)
  return world
}

/** Remembers what the server draws, so that secrets are known even where their reply is lost. */
const noting = (random: Random, drawn: string[], secrets: Secrets): Random => ({
  ...random,
  bytes: (length) => {
    const bytes = random.bytes(length)
    if (length === 16) drawn.push(bytes.toString('hex'))
    return bytes
  },
  token: (prefix) => {
    const token = random.token(prefix)
    drawn.push(token)
    secrets.add(`a token ${prefix}`, token)
    return token
  },
  id: (prefix) => {
    const id = random.id(prefix)
    drawn.push(id)
    return id
  },
})

/** Also what a restart is: nothing but the database, the configuration and the master keys survives it. */
export const startServer = async (world: World): Promise<void> => {
  const { ground, random, logLines, queue, masterKeys } = world
  const log = pino({ level: 'debug' }, { write: (line: string) => void logLines.push(line) })
  const ingredients = await openIngredients({
    ...{ store: ground.store, masterKeys, random, log },
    settings: { KEY_ACTIVE_SECONDS: String(world.keyActiveSeconds) },
    clock: () => new Date(world.now),
    // What no answer waits for runs when the answer is there, one after the other: the same in every run of a seed.
    later: (work) => void queue.push(work),
  })
  const { sql } = ground
  const tampered = world.tamper(ingredients, { sql })
  const { keyRing, events } = tampered
  world.server = { flows: await assemble(tampered), keyRing, events, log }
}

export const newestMasterKey = (world: World): string => fingerprintOf(world.masterKeys[0] as string)

export const people = (world: World): readonly Person[] => [...world.model.people.values()]
export const apps = (world: World): readonly App[] => [...world.model.apps.values()]
