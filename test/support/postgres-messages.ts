// Messages of PostgreSQL's protocol 3: a type, a length, a body; what test proxies between server and database look at.
import type { Socket } from 'node:net'
import pg from 'pg'

export type Hear = (type: string, message: Buffer) => void

/** Cuts what arrives into messages. */
export const framed = (hear: Hear) => {
  let rest: Buffer = Buffer.alloc(0)
  return (chunk: Buffer): void => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    while (rest.length > 4 && rest.length > rest.readInt32BE(1)) {
      const message = rest.subarray(0, rest.readInt32BE(1) + 1)
      rest = rest.subarray(message.length)
      hear(String.fromCharCode(message[0] as number), message)
    }
  }
}

export const frame = (type: string, ...body: readonly number[]): Buffer =>
  Buffer.from([type.charCodeAt(0), 0, 0, 0, body.length + 4, ...body])

/** ReadyForQuery outside a transaction: what was asked is done for good. */
export const isAtRest = (type: string, message: Buffer): boolean => type === 'Z' && message.at(-1) === 'I'.charCodeAt(0)

/** The statement's name in a Parse, or in a Bind, where the portal's comes first; empty where there is none. */
export const nameIn = (type: string, message: Buffer): string => {
  if (type !== 'P' && type !== 'B') return ''
  return message.toString('latin1', 5).split('\0')[type === 'P' ? 0 : 1] ?? ''
}

/** pg logs in; from then on its socket is the caller's. */
export const loggedIn = async (url: string): Promise<Socket> => {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
  for (const event of ['data', 'error', 'close']) stream.removeAllListeners(event)
  return stream
}
