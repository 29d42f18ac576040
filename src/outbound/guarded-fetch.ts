// Guarded fetch: the only way out. It connects to the very address that was checked, follows nothing, and ends in time (OWASP: server-side request forgery).
import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { type Allowed, isAllowed } from './public-address.ts'
import { type Address, type Lookup, resolvingNames } from './resolve.ts'

export type FetchRequest = Readonly<{
  method: 'GET' | 'POST'
  headers?: Readonly<Record<string, string>>
  body?: string
  accept?: string
  maxBytes: number
  /** For everything together: the name, the connection, the whole answer. */
  timeoutSeconds: number
}>

export type FetchOutcome =
  /** Any status, redirects too: nothing is followed. */
  | Readonly<{ kind: 'answer'; status: number; headers: Readonly<Record<string, string | undefined>>; body: string }>
  /** `reason` has no secret, and does not tell a private name from one that does not exist. */
  | Readonly<{ kind: 'failed'; reason: string }>

/** Never throws. Equal GETs at the same time are one request. */
export type GuardedFetch = (url: string, request: FetchRequest) => Promise<FetchOutcome>

type Options = Readonly<{
  /** Opens loopback addresses, and http to them. */
  allowLoopback: boolean
  lookup?: Lookup
  /** Certificate authorities to trust instead of the system's. */
  ca?: string
}>

/** Strangers cause these requests: so many may be under way in one process. */
const mostInFlight = 500

const failed = (reason: string): FetchOutcome => ({ kind: 'failed', reason })

export const openGuardedFetch = ({ allowLoopback, lookup = resolvingNames(), ca }: Options): GuardedFetch => {
  const underWay = new Map<string, Promise<FetchOutcome>>()
  let inFlight = 0

  const run = async (text: string, request: FetchRequest): Promise<FetchOutcome> => {
    const target = readTarget(text, allowLoopback)
    if ('problem' in target) return failed(target.problem)
    if (inFlight >= mostInFlight) return failed('too many requests to other servers are under way')
    const end = new AbortController()
    const late = new Promise<FetchOutcome>((resolve) => {
      const lateAnswer = failed(`no complete answer within ${request.timeoutSeconds} s`)
      end.signal.addEventListener('abort', () => resolve(lateAnswer), { once: true })
    })
    const timer = setTimeout(() => end.abort(), request.timeoutSeconds * 1000)
    inFlight += 1
    const exchanged = exchange(target, request, { lookup, ca, signal: end.signal }).finally(() => {
      clearTimeout(timer)
      inFlight -= 1
    })
    return Promise.race([late, exchanged])
  }

  return (url, request) => {
    if (request.method !== 'GET') return run(url, request)
    const key = JSON.stringify([url, request])
    const running = underWay.get(key)
    if (running !== undefined) return running
    const outcome = run(url, request).finally(() => underWay.delete(key))
    underWay.set(key, outcome)
    return outcome
  }
}

type Target = Readonly<{ url: URL; host: string; allowed: Allowed }>

const readTarget = (text: string, allowLoopback: boolean): Target | Readonly<{ problem: string }> => {
  const url = URL.parse(text)
  if (url === null) return { problem: 'it is not a URL' }
  const plain = url.protocol === 'http:' && allowLoopback
  if (url.protocol !== 'https:' && !plain) return { problem: 'the URL is not https' }
  if (url.username !== '' || url.password !== '') return { problem: 'the URL has a user name' }
  // Plain http never leaves this machine.
  const allowed = plain ? 'loopback' : allowLoopback ? 'public-and-loopback' : 'public'
  return { url, host: url.hostname.replace(/^\[(.*)\]$/, '$1'), allowed }
}

type Way = Readonly<{ lookup: Lookup; ca: string | undefined; signal: AbortSignal }>

const exchange = async (target: Target, request: FetchRequest, way: Way): Promise<FetchOutcome> => {
  try {
    const addresses = await checkedAddresses(target, way)
    if (addresses.length === 0 || way.signal.aborted) return failed('the host has no public address')
    return await send(target, addresses, request, way)
  } catch (error) {
    return failed(`the connection failed${codeOf(error)}`)
  }
}

/** Only those that may be connected to: an answer of the name server that mixes others in gains nothing. */
const checkedAddresses = async ({ host, allowed }: Target, { lookup, signal }: Way): Promise<readonly Address[]> => {
  const family = isIP(host)
  const found = family === 0 ? await lookup(host, signal).catch(() => []) : [{ address: host, family }]
  return found.filter(({ address }) => isAllowed(address, allowed))
}

const codeOf = (error: unknown): string => {
  const { code } = (error ?? {}) as { code?: unknown }
  return typeof code === 'string' ? ` (${code})` : ''
}

const send = ({ url }: Target, addresses: readonly Address[], request: FetchRequest, way: Way): Promise<FetchOutcome> =>
  new Promise((resolve, reject) => {
    const common = {
      method: request.method,
      headers: {
        'user-agent': 'countersign',
        accept: request.accept ?? '*/*',
        // Compressed bytes would have to be unpacked to be counted.
        'accept-encoding': 'identity',
        connection: 'close',
        ...(request.body === undefined ? {} : { 'content-length': Buffer.byteLength(request.body) }),
        ...request.headers,
      },
      lookup: answering(addresses),
      // Node's usual quarter of a second gives up on servers that are merely far away.
      autoSelectFamilyAttemptTimeout: 1500,
      signal: way.signal,
      maxHeaderSize: 16_384,
    }
    // An agent of its own, because the global one may follow proxy variables and keeps connections.
    const sent: ClientRequest =
      url.protocol === 'http:'
        ? httpRequest(url, { ...common, agent: new HttpAgent({ keepAlive: false }) })
        : httpsRequest(url, {
            ...common,
            agent: new HttpsAgent({ keepAlive: false, maxCachedSessions: 0 }),
            rejectUnauthorized: true,
            ...(way.ca === undefined ? {} : { ca: way.ca }),
          })
    sent.on('error', reject)
    // No error follows: Node closes such a connection without a word.
    sent.on('upgrade', (_, socket) => {
      socket.destroy()
      resolve(failed('the answer switches protocols'))
    })
    // Whatever else ends without a word must not keep its place beyond its time.
    way.signal.addEventListener('abort', () => reject(way.signal.reason), { once: true })
    sent.on('response', (response) => {
      readAnswer(response, request.maxBytes)
        .then(resolve, reject)
        .finally(() => sent.destroy())
    })
    sent.end(request.body)
  })

/** What the socket is told when it asks for the name again: the addresses that were checked, and no others. */
const answering =
  (addresses: readonly Address[]): LookupFunction =>
  (_, options, callback) => {
    const [first] = addresses
    if (options.all) callback(null, [...addresses])
    else callback(null, first?.address ?? '', first?.family)
  }

const readAnswer = async (response: IncomingMessage, maxBytes: number): Promise<FetchOutcome> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response) {
    size += chunk.length
    if (size > maxBytes) return failed(`the answer is larger than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  const headers = Object.entries(response.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : value,
  ])
  const body = new TextDecoder().decode(Buffer.concat(chunks))
  return { kind: 'answer', status: response.statusCode ?? 0, headers: Object.fromEntries(headers), body }
}
