// Raw HTTP: bytes on a socket, for requests that no decent library would send.
import { connect } from 'node:net'

/** The status; `closed` without an answer; `hung` after the time had passed. */
export type RawAnswer = Readonly<{ status: number | 'closed' | 'hung'; text: string }>

/** How long a request may lie half sent before it is given up: then the connection is closed on this side. */
const halfMillis = 300

/** Sends the bytes and waits for the answer to end. */
export const sendRaw = (port: number, bytes: Buffer, patienceMillis = 30_000): Promise<RawAnswer> =>
  new Promise((resolve) => {
    const socket = connect(port, 'localhost')
    const chunks: Buffer[] = []
    const finish = (otherwise: 'closed' | 'hung') => {
      clearTimeout(timer)
      clearTimeout(end)
      socket.destroy()
      const text = Buffer.concat(chunks).toString('latin1')
      const status = /^HTTP\/1\.1 (\d{3})/.exec(text.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, ''))?.[1]
      resolve({ status: status === undefined ? otherwise : otherwise === 'hung' ? 'hung' : Number(status), text })
    }
    const timer = setTimeout(() => finish('hung'), patienceMillis)
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('error', () => finish('closed'))
    socket.on('close', () => finish('closed'))
    socket.write(bytes)
    // At once it would be a hang-up: Node drops a request whose sender has closed its side.
    const end = setTimeout(() => socket.end(), halfMillis)
  })
