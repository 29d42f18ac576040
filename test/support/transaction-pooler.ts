// A transaction pooler as PgBouncer is one, in small: many clients, few connections to PostgreSQL, each lent for one transaction.
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { Test } from 'tap'
import { databaseUrl } from './database.ts'
import { frame, framed, type Hear, isAtRest, loggedIn, nameIn } from './postgres-messages.ts'

export type TransactionPooler = Readonly<{
  /** The database's URL, through the pooler. */
  url: string
  /** The most clients that there were at one time. */
  mostClients(): number
  /** How many statements met a name that their connection did not know, or knew already (26000, 42P05). */
  mixUps(): number
}>

type Options = Readonly<{
  /** How many connections to PostgreSQL there are. */
  servers?: number
  /** Makes statements that a client has prepared known to whatever connection it gets, as PgBouncer does since 1.21. */
  followsNames?: boolean
}>

/** A connection to PostgreSQL. */
type Server = { readonly socket: Socket; readonly names: Set<string>; hear: Hear; lost: () => void }

export const transactionPooler = async (
  t: Test,
  target: string,
  { servers = 3, followsNames = false }: Options = {},
): Promise<TransactionPooler> => {
  const sockets = new Set<Socket>()
  const idle: Server[] = []
  const waiting: ((server: Promise<Server>) => void)[] = []
  const counted = { servers: 0, clients: 0, mostClients: 0, mixUps: 0 }

  const open = async (): Promise<Server> => {
    const socket = await loggedIn(target).catch((error) => {
      counted.servers -= 1
      throw error
    })
    const server: Server = { socket, names: new Set(), hear: () => {}, lost: () => {} }
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on(
      'data',
      framed((type, message) => server.hear(type, message)),
    )
    socket.on('close', () => {
      sockets.delete(socket)
      if (idle.includes(server)) idle.splice(idle.indexOf(server), 1)
      server.lost()
      const next = waiting.shift()
      if (next) next(open())
      else counted.servers -= 1
    })
    return server
  }
  // The one that has waited longest, so that no client ever has the same one by chance.
  const lend = (): Promise<Server> => {
    const rested = idle.shift()
    if (rested) return Promise.resolve(rested)
    if (counted.servers === servers) return new Promise((resolve) => waiting.push(resolve))
    counted.servers += 1
    return open()
  }
  const giveBack = (server: Server): void => {
    Object.assign(server, { hear: () => {}, lost: () => {} })
    const next = waiting.shift()
    if (next) next(Promise.resolve(server))
    else idle.push(server)
  }

  const serve = (near: Socket): Hear => {
    const known = new Map<string, Buffer>()
    const unsent: [string, Buffer][] = []
    let server: Server | 'wanted' | undefined
    let unanswered = 0
    let extraParses = 0

    const send = ({ socket, names }: Server, type: string, message: Buffer): void => {
      const name = followsNames ? nameIn(type, message) : ''
      if (name !== '' && type === 'P') known.set(name, message)
      if (name !== '' && type === 'P' && names.has(name)) return void near.write(frame('1'))
      if (name !== '' && type === 'B' && !names.has(name)) {
        socket.write(known.get(name) ?? '')
        extraParses += 1
      }
      if (name !== '') names.add(name)
      socket.write(message)
    }
    const hearServer =
      (lent: Server): Hear =>
      (type, message) => {
        if (type === 'E' && /C(26000|42P05)\0/.test(message.toString('latin1'))) counted.mixUps += 1
        if (type === '1' && extraParses > 0) extraParses -= 1
        else near.write(message)
        if (type === 'Z') unanswered -= 1
        if (unanswered > 0 || !isAtRest(type, message)) return
        server = undefined
        giveBack(lent)
      }
    const take = (lent: Server): void => {
      if (near.destroyed) return void giveBack(lent)
      server = lent
      lent.hear = hearServer(lent)
      lent.lost = () => near.destroy()
      for (const [type, message] of unsent.splice(0)) send(lent, type, message)
    }
    // In the middle of something its connection is of no use to anybody else.
    near.on('close', () => typeof server === 'object' && server.socket.destroy())
    return (type, message) => {
      if (type === 'X') return void near.end()
      if (type === 'Q' || type === 'S') unanswered += 1
      if (typeof server === 'object') return send(server, type, message)
      unsent.push([type, message])
      if (server === undefined) lend().then(take, () => near.destroy())
      server = 'wanted'
    }
  }

  const listener = createServer((near) => {
    sockets.add(near)
    counted.clients += 1
    counted.mostClients = Math.max(counted.mostClients, counted.clients)
    near.on('error', () => {})
    near.on('close', () => {
      sockets.delete(near)
      counted.clients -= 1
    })
    // The startup message says nothing that matters here; everybody is let in.
    near.once('data', () => {
      near.on('data', framed(serve(near)))
      near.write(
        Buffer.concat([frame('R', 0, 0, 0, 0), frame('K', 0, 0, 0, 1, 0, 0, 0, 1), frame('Z', 'I'.charCodeAt(0))]),
      )
    })
  }).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    listener.close()
  })
  const { port } = listener.address() as { port: number }
  const url = databaseUrl(`postgres://anybody@127.0.0.1:${port}/`, new URL(target).pathname.slice(1))
  return { url, mostClients: () => counted.mostClients, mixUps: () => counted.mixUps }
}
