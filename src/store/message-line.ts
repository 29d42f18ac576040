// Message lines: JSON values, one a line, over the socket of whoever owns the embedded database.
import type { Socket } from 'node:net'

/** Room for a batch of imported people or a piece of a backup. */
const longestLineBytes = 8 * 1024 * 1024

export const sendLine = (socket: Socket, value: unknown): Promise<void> =>
  new Promise((resolve, reject) => {
    const line = `${JSON.stringify(value)}\n`
    if (line.length > longestLineBytes) return reject(new Error('the message is too long for the running server'))
    // The callback waits for the other side to read, so that nothing piles up here.
    socket.write(line, (error) => (error ? reject(error) : resolve()))
  })

/** Ends with the connection. @throws Error for what is no line of JSON. */
export async function* readLines(socket: Socket): AsyncGenerator<Record<string, unknown>> {
  let parts: Buffer[] = []
  let length = 0
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    let rest = chunk
    for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a)) {
      yield parse(Buffer.concat([...parts, rest.subarray(0, end)]))
      rest = rest.subarray(end + 1)
      parts = []
      length = 0
    }
    if (rest.length > 0) parts.push(rest)
    length += rest.length
    if (length > longestLineBytes) throw new Error('a message on the socket is too long')
  }
}

const parse = (line: Buffer): Record<string, unknown> => {
  const value: unknown = JSON.parse(line.toString('utf8'))
  if (typeof value !== 'object' || value === null) throw new Error('a message on the socket is not an object')
  return value as Record<string, unknown>
}
