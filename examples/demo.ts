// `npm run demo`: the server, three apps and an API on this computer, on a database that is gone afterwards.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { styleText } from 'node:util'
import { postGuard } from './demo/guard.ts'
import { openParts } from './demo/parts.ts'
import { takenPort } from './demo/ports.ts'
import { setStage } from './demo/stage.ts'

const startedAt = performance.now()
const say = (line = ''): void => console.log(line)
const bold = (text: string): string => styleText('bold', text)

const firstPort = Number(process.env.DEMO_PORT || 3000)
const accessTokenSeconds = Number(process.env.DEMO_TOKEN_SECONDS || 30)
if (!(Number.isInteger(firstPort) && firstPort > 0 && firstPort < 65_532 && accessTokenSeconds >= 1)) {
  console.error('DEMO_PORT must be a port, and DEMO_TOKEN_SECONDS a number of seconds.')
  process.exit(1)
}
const ports = { server: firstPort, app: firstPort + 1, api: firstPort + 2, spa: firstPort + 3, bff: firstPort + 4 }
const taken = await takenPort(Object.values(ports))
if (taken !== undefined) {
  console.error(`Port ${taken} is taken. Stop what listens there, or take other ports: DEMO_PORT=4000 npm run demo`)
  process.exit(1)
}

const folder = mkdtempSync(join(tmpdir(), 'cs-demo-'))
const password = `analytical-engine-${randomBytes(4).toString('hex')}`
const people = {
  person: { name: 'Ada Lovelace', email: 'ada@example.com', password },
  analyst: { name: 'Grace Hopper', email: 'grace@example.com', password },
  admin: { name: 'Katherine Johnson', email: 'katherine@example.com', password },
}
const guard = postGuard(folder)
const parts = openParts(guard, (problem) => void end(1, problem))

// Whatever happens: no process and no folder is left.
process.once('exit', () => {
  parts.kill()
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
})

let ending = false
const end = async (exitCode: 0 | 1, line: string): Promise<void> => {
  if (ending) return
  ending = true
  say(`\n${line}`)
  await parts.stop()
  guard.dismiss()
  process.exit(exitCode)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => (ending ? process.exit(1) : void end(0, 'Stopping everything …')))
// npm is asked to stop, and its shell does not pass it on: then the demo finds itself without its parent.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && void end(0, 'Stopping everything …'), 500).unref()
}

try {
  const { issuer, apiUrl, ...apps } = await setStage(parts, { folder, ports, people, accessTokenSeconds, say })
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  say(`Ready after ${seconds} s.

  Open      ${bold(apps.appUrl)}  a web app
            ${bold(apps.spaUrl)}  a single-page app, its tokens in memory
            ${bold(apps.bffUrl)}  the same page with a backend that keeps the tokens
  and click "Log in with Countersign".

  E-mail    ${bold(people.person.email)}, or ${bold(people.analyst.email)}, who may read reports by her role
  Password  ${bold(password)}

  As a person    ${bold(`${issuer}/account`)}  profile, passkeys, devices, connected apps
                 or make an account of your own at the login; its mail comes to ${bold(`${issuer}/dev/mailbox`)}
  As a developer ${bold(`${issuer}/apps`)}  register an app, try its login, read why it is refused
  As an operator ${bold(`${issuer}/admin`)}  as ${bold(people.admin.email)} with the same password; log out as
                 anybody else first, who finds nothing there. She was made by the link of
                 "countersign setup-link", as yours will be

  Countersign listens on ${issuer}, the API on ${apiUrl}.
  An access token lives ${accessTokenSeconds} s here: ask the API again after that, and see it refreshed.
  Ctrl-C stops everything. Nothing is kept.
`)
} catch (error) {
  await end(1, error instanceof Error ? error.message : String(error))
}
