// A connection that is kept alive, and as little work as HTTP/1.1 allows: the load shares its core with the database.
import { once } from 'node:events'
import { connect } from 'node:net'

export type Answer = Readonly<{ status: number; head: string; body: Buffer; bytes: number }>

export type Connection = Readonly<{
  /** One request at a time. */
  send(request: string): Promise<Answer>
  close(): void
}>

type Waiting = { resolve: (answer: Answer) => void; reject: (error: Error) => void }

export const openConnection = async (port: number): Promise<Connection> => {
  const socket = connect({ port, host: 'localhost', noDelay: true })
  await once(socket, 'connect')
  let buffered: Buffer = Buffer.alloc(0)
  let waiting: Waiting | undefined
  const fail = (error: Error): void => {
    waiting?.reject(error)
    waiting = undefined
  }
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('The server closed the connection.')))
  socket.on('data', (chunk: Buffer) => {
    buffered = buffered.length === 0 ? chunk : Buffer.concat([buffered, chunk])
    try {
      const answer = readAnswer(buffered)
      if (answer === undefined) return
      buffered = buffered.subarray(answer.bytes)
      const { resolve } = waiting as Waiting
      waiting = undefined
      resolve(answer)
    } catch (error) {
      fail(error as Error)
    }
  })
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        socket.write(request)
      }),
    close: () => socket.destroy(),
  }
}

const headEnd = Buffer.from('\r\n\r\n')

/** Undefined: not all of it is here yet. */
const readAnswer = (bytes: Buffer): Answer | undefined => {
  const end = bytes.indexOf(headEnd)
  if (end < 0) return undefined
  const head = bytes.toString('latin1', 0, end + 2)
  const length = header(head, 'content-length')
  if (length === undefined) throw new Error(`An answer without Content-Length:\n${head}`)
  const total = end + 4 + Number(length)
  if (bytes.length < total) return undefined
  return { status: Number(head.slice(9, 12)), head, body: bytes.subarray(end + 4, total), bytes: total }
}

const patterns = new Map<string, RegExp>()

/** The value of the header of that name in a head. */
export const header = (head: string, name: string): string | undefined => {
  const known = patterns.get(name)
  const pattern = known ?? new RegExp(`\\r\\n${name}: ([^\\r]*)`, 'i')
  if (known === undefined) patterns.set(name, pattern)
  return pattern.exec(head)?.[1]
}
