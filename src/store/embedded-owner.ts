// Owner of the embedded database: one process at a time, shown by a socket that lives exactly as long as the process.
import type { Server, Socket } from 'node:net'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readLines, sendLine } from './message-line.ts'
import { connectTo, makeRunFolder, publishSocket, removeSocket, socketsIn } from './owner-socket.ts'

export { OwnerProblem } from './owner-socket.ts'

/** A server stays and answers commands; a command is done soon, so it is worth waiting for. */
export type OwnerRole = 'server' | 'command'

/** Answers one request; `send` may be called many times, and its last message is the answer. */
export type OwnerHandler = (
  request: Readonly<Record<string, unknown>>,
  send: (message: Readonly<Record<string, unknown>>) => Promise<void>,
) => Promise<void>

export type FolderOwner = Readonly<{ close(): Promise<void> }>
export type LivingOwner = Readonly<{ pid: number; role: OwnerRole; path: string }>

type Options = Readonly<{
  random: { bytes(length: number): Buffer }
  handle: OwnerHandler
  role?: OwnerRole
  /** How long to wait for a command that is using the folder. */
  patienceMillis?: number
  /** After how much silence a process that lives counts as the owner: it is busy, or was stopped. */
  silenceMillis?: number
}>

/** Two processes on one folder would silently lose each other's writes. */
export class FolderInUse extends Error {
  override name = 'FolderInUse'
  readonly owner: LivingOwner

  constructor(dataDir: string, owner: LivingOwner) {
    const what = owner.role === 'server' ? 'another process' : 'another command'
    super(`${what} (pid ${owner.pid}) is using ${dataDir}: stop it, or choose another DATA_DIR.`)
    this.owner = owner
  }
}

const usualSilenceMillis = 10_000
const idleMillis = 600_000
const mostConnections = 100

type Rival = LivingOwner & Readonly<{ state: 'owner' | 'claiming' | 'unclear' }>

/**
 * First every process shows its own socket, then it looks for others: so of two, at least one sees the other. Who sees a living one
 * withdraws, and tries again only if that one was no owner yet. Two owners cannot come about, whatever is killed and when.
 *
 * @throws FolderInUse, OwnerProblem
 */
export const ownFolder = async (dataDir: string, options: Options): Promise<FolderOwner> => {
  const { random, patienceMillis = 10_000, silenceMillis = usualSilenceMillis } = options
  for (let waitedMillis = 0; ; ) {
    const claim = await makeClaim(dataDir, options)
    const rival = claim && (await findRival(dataDir, claim.path, silenceMillis))
    if (claim !== undefined && rival === undefined) return claim.keep()
    await claim?.close()
    const isFinal = rival?.state === 'owner' && rival.role === 'server'
    if (rival !== undefined && (isFinal || waitedMillis >= patienceMillis)) throw new FolderInUse(dataDir, rival)
    const pauseMillis = 10 + random.bytes(1).readUInt8() / 2
    await sleep(pauseMillis)
    waitedMillis += pauseMillis
  }
}

/** The process that owns the folder now; undefined if none does. */
export const findOwner = async (dataDir: string): Promise<LivingOwner | undefined> => {
  for (const path of socketsIn(dataDir).filter(isPublished)) {
    const rival = await ask(path)
    if (rival?.state === 'owner') return rival
  }
  return undefined
}

/** Sends a request to the owner and gives every message of its answer, until the caller has heard enough. */
export async function* askOwner(
  owner: LivingOwner,
  request: Readonly<Record<string, unknown>>,
): AsyncGenerator<Record<string, unknown>> {
  const socket = await connectTo(owner.path)
  if (typeof socket === 'string') return
  try {
    socket.setTimeout(idleMillis, () => socket.destroy())
    const messages = readLines(socket)
    await messages.next()
    await sendLine(socket, request)
    yield* untilClosed(messages)
  } finally {
    socket.destroy()
  }
}

/** An owner that dies in mid-sentence just falls silent: whoever asked sees that the answer is missing. */
async function* untilClosed<T>(messages: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    yield* messages
  } catch {
    // Reset or cut off.
  }
}

const isPublished = (path: string): boolean => path.endsWith('.sock')

const makeClaim = async (dataDir: string, { random, handle, role = 'server' }: Options) => {
  const path = join(makeRunFolder(dataDir), `${process.pid}-${random.bytes(6).toString('hex')}.sock`)
  const connections = new Set<Socket>()
  let state: 'claiming' | 'owner' = 'claiming'

  const converse = async (socket: Socket): Promise<void> => {
    await sendLine(socket, { pid: process.pid, role, state })
    for await (const request of readLines(socket))
      if (state === 'owner') await handle(request, (message) => sendLine(socket, message))
  }
  const accept = (socket: Socket): void => {
    connections.add(socket)
    socket.on('close', () => connections.delete(socket))
    socket.on('error', () => {})
    socket.setTimeout(idleMillis, () => socket.destroy())
    // Whatever goes wrong in a conversation ends that conversation and nothing else.
    converse(socket).then(
      () => socket.end(),
      () => socket.destroy(),
    )
  }

  const server = await publish(path, accept)
  if (server === undefined) return undefined
  server.maxConnections = mostConnections
  const close = async (): Promise<void> => {
    removeSocket(path)
    for (const socket of connections) socket.destroy()
    await new Promise((done) => server.close(done))
  }
  const keep = (): FolderOwner => {
    state = 'owner'
    return { close }
  }
  return { path, close, keep }
}

/** Undefined: somebody took the unfinished socket for a dead one; a new try has a new name. */
const publish = async (path: string, accept: (socket: Socket) => void): Promise<Server | undefined> => {
  try {
    return await publishSocket(path, accept)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** The living process that stands in the way most; dead sockets are removed. */
const findRival = async (dataDir: string, own: string, silenceMillis: number): Promise<Rival | undefined> => {
  let found: Rival | undefined
  for (const path of socketsIn(dataDir)) {
    if (path === own) continue
    const rival = await ask(path, silenceMillis)
    if (rival === undefined) removeSocket(path)
    else if (isPublished(path) && found?.state !== 'owner') found = rival
  }
  return found
}

const ask = async (path: string, silenceMillis = usualSilenceMillis): Promise<Rival | undefined> => {
  const socket = await connectTo(path)
  if (socket === 'dead') return undefined
  const pid = Number.parseInt(basename(path), 10)
  // Closed without a word: it is just going, or has too many visitors. Silent: it is alive, and busy or stopped.
  let rival: Rival = { pid, path, role: 'server', state: 'unclear' }
  if (socket === 'unclear') return rival
  const timer = setTimeout(() => {
    rival = { ...rival, state: 'owner' }
    socket.destroy()
  }, silenceMillis)
  try {
    for await (const { role, state } of readLines(socket)) {
      const known = {
        role: role === 'command' ? role : 'server',
        state: state === 'owner' ? state : 'claiming',
      } as const
      return { pid, path, ...known }
    }
    return rival
  } catch {
    return rival
  } finally {
    clearTimeout(timer)
    socket.destroy()
  }
}
