// A proxy before PostgreSQL that does what networks and failovers do: loses an answer, or leads to another server from now on.
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import type { Test } from 'tap'
import { frame } from './postgres-messages.ts'

export type FailoverProxy = Readonly<{
  port: number
  /**
   * The next answer that contains these words is not passed on once it is whole, so that what it answers is done: the connection
   * is cut instead. The others are dead from then on, but nobody has told them: they are cut when they are next used.
   */
  loseAnswer(words: string): void
  /** Whether an answer was lost since. */
  hasLost(): boolean
  /** New connections lead there; open ones are cut. */
  leadTo(port: number): void
}>

const atRest = frame('Z', 'I'.charCodeAt(0))

export const failoverProxy = async (t: Test, firstPort: number): Promise<FailoverProxy> => {
  const open = new Set<Socket>()
  let dead = new WeakSet<Socket>()
  let port = firstPort
  let words: string | undefined
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    const cut = (): void => {
      near.destroy()
      far.destroy()
      open.delete(near)
    }
    open.add(near)
    for (const socket of [near, far]) socket.on('error', cut).on('close', cut)
    near.on('data', (chunk: Buffer) => (dead.has(near) ? cut() : far.write(chunk)))
    let held: Buffer = Buffer.alloc(0)
    far.on('data', (chunk: Buffer) => {
      if (held.length === 0 && (words === undefined || !chunk.includes(words))) return void near.write(chunk)
      held = Buffer.concat([held, chunk])
      if (!held.subarray(-atRest.length).equals(atRest)) return
      words = undefined
      cut()
      dead = new WeakSet(open)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cutAll = (): void => {
    for (const socket of open) socket.destroy()
  }
  t.teardown(() => {
    cutAll()
    server.close()
  })
  return {
    port: (server.address() as { port: number }).port,
    loseAnswer: (wanted) => {
      words = wanted
    },
    hasLost: () => words === undefined,
    leadTo: (other) => {
      port = other
      cutAll()
    },
  }
}
