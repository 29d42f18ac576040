// Turns: the contestants are measured one after the other, again and again, while the others stand still.
import { openConnection } from './connection.ts'
import type { Contestant } from './contestant.ts'
import type { Databases } from './database.ts'
import { cpuMillis, residentMib } from './machine.ts'
import type { Work } from './operations.ts'
import { settings } from './settings.ts'

/** Means for one operation, but for what says otherwise. */
export type Turn = Readonly<{
  perSecond: number
  /** Of the server's process. */
  cpuMillis: number
  /** Of each operation, as the load saw it. */
  millis: readonly number[]
  bytes: number
  statements: number
  databaseMillis: number
  /** Of the server's process, at the end. */
  residentMib: number
}>

/** Before each turn: connections to the database are opened again, caches fill. */
const rampSeconds = 0.4

export const takeTurn = async (
  { name, port, process, database }: Contestant,
  work: Work,
  seconds: number,
  databases: Databases,
): Promise<Turn> => {
  process.resume()
  const connections = await Promise.all(Array.from({ length: settings.parallel }, () => openConnection(port)))
  const load = async (seconds: number): Promise<{ millis: number[]; bytes: number }> => {
    const millis: number[] = []
    let bytes = 0
    const endsAt = performance.now() + seconds * 1000
    const loops = connections.map(async ({ send }, worker) => {
      for (let from = performance.now(); from < endsAt; ) {
        const answered = await work(worker, send)
        const now = performance.now()
        bytes += answered
        millis.push(now - from)
        from = now
      }
    })
    await Promise.all(loops)
    return { millis, bytes }
  }
  await load(Math.min(rampSeconds, seconds))
  const before = await databases.usage(database)
  const [cpuBefore, startedAt] = [cpuMillis(process.pid), performance.now()]
  const { millis, bytes } = await load(seconds)
  const [cpu, took] = [cpuMillis(process.pid) - cpuBefore, performance.now() - startedAt]
  const after = await databases.usage(database)
  const resident = residentMib(process.pid)
  for (const { close } of connections) close()
  process.pause()
  const count = millis.length
  if (count === 0) throw new Error(`${name} did nothing in ${seconds} s`)
  return {
    perSecond: (count * 1000) / took,
    cpuMillis: cpu / count,
    millis,
    bytes: bytes / count,
    statements: (after.statements - before.statements) / count,
    databaseMillis: (after.cpuMillis - before.cpuMillis) / count,
    residentMib: resident,
  }
}
