// The machine: who runs on which core, and what a process has used, as Linux tells it.
import { execFileSync } from 'node:child_process'
import { generateKeyPairSync, sign } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'

/** One core for the measured server, the other for load and database. */
export const serverCore = 0
export const loadCore = 1

/** On one core, or without taskset, all share. */
export const canPin = ((): boolean => {
  if (cpus().length < 2) return false
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

export const pinned = (core: number, command: string, args: readonly string[]): [string, string[]] =>
  canPin ? ['taskset', ['-c', String(core), command, ...args]] : [command, [...args]]

/** With all threads that it has now; what it starts later inherits. */
export const pin = (core: number, pid: number): void => {
  if (canPin) execFileSync('taskset', ['-acp', String(core), String(pid)], { stdio: 'ignore' })
}

/** User and system time of all threads so far: the scheduler's own count, in nanoseconds, where /proc/PID/stat has ticks of 10 ms. */
export const cpuMillis = (pid: number): number =>
  readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => {
    const [nanos = ''] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')
    return sum + Number(nanos) / 1e6
  }, 0)

export const residentMib = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const message = Buffer.alloc(600, 'a')
const signatures = 300

/** CPU of one RSA-2048 signature, on the server's core. */
export const signatureMillis = (): number => {
  pin(serverCore, process.pid)
  const before = process.cpuUsage()
  for (let i = 0; i < signatures; i += 1) sign('sha256', message, privateKey)
  const { user, system } = process.cpuUsage(before)
  pin(loadCore, process.pid)
  return (user + system) / 1000 / signatures
}

export const machineWords = (): string =>
  `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}, PostgreSQL 18`
