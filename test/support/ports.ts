// Ports for the servers of tests: every test process has some to itself, so that none is taken between the choice and the start.
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import { takenPort } from '../../examples/demo/ports.ts'

/** Above what services use, below what systems give out by themselves (Linux from 32768). */
const [lowest, blocks, portsInBlock] = [12_000, 400, 50]

/** A block belongs to whoever listens on its first port: until that process ends, however it ends. */
const hold = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const holder = createServer((socket) => socket.destroy()).once('error', () => resolve(false))
    holder.listen(port, '127.0.0.1', () => resolve(true)).unref()
  })

const takeBlock = async (): Promise<number> => {
  const start = randomInt(blocks)
  for (let step = 0; step < blocks; step += 1) {
    const first = lowest + ((start + step) % blocks) * portsInBlock
    if (await hold(first)) return first
  }
  throw new Error('Every block of ports is held.')
}

let [next, end] = [0, 0]

const find = async (inARow: number): Promise<number> => {
  for (;;) {
    if (next + inARow > end) {
      const first = await takeBlock()
      ;[next, end] = [first + 1, first + portsInBlock]
    }
    const port = next
    next += inARow
    if ((await takenPort(Array.from({ length: inARow }, (_, at) => port + at))) === undefined) return port
  }
}

let turn: Promise<unknown> = Promise.resolve()

/** A port that nothing listens on, and that is given to nobody else; the first of several, if so many are wanted. */
export const freePort = (inARow = 1): Promise<number> => {
  const found = turn.then(() => find(inARow))
  turn = found.catch(() => {})
  return found
}
