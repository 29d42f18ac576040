// What the benchmark measures: a real PostgreSQL and one server process, pinned apart from the load.
import { execFileSync, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../test/support/postgres.ts'

const port = 3970
const issuer = `http://localhost:${port}`
const redirectUri = 'https://app.example/callback'
const entry = join(import.meta.dirname, '../bin/countersign.js')
const email = 'bench@example.com'
const password = 'a password for the benchmark'

export type Bench = Readonly<{
  startedAt: Date
  get(path: string): Promise<Response>
  post(path: string, form: Record<string, string>): Promise<Response>
  token(form: Record<string, string>): Promise<Response>
  /** Authorizes with the session and the remembered consent, redeems the code, and returns the refresh token. */
  logIn(): Promise<string>
  /** User and system time of the server process so far. */
  cpuMillis(): number
  residentMib(): number
  stop(): Promise<void>
}>

export const startBench = async (): Promise<Bench> => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
  const postgres = await startPostgres(18)
  const env = {
    PATH: process.env.PATH,
    PORT: String(port),
    DATABASE_URL: postgres.url,
    KEYS_DIR: join(folder, 'keys'),
    LOG_LEVEL: 'error',
    DANGER_NO_RATE_LIMITS: '1',
  }
  const cli = (input: string, ...args: string[]): Record<string, string> =>
    JSON.parse(execFileSync(process.execPath, [entry, ...args, '--json'], { env, input, encoding: 'utf8' }))
  cli(password, 'users', 'create', '--email', email, '--password-stdin')
  const grants = ['authorization_code', 'refresh_token', 'client_credentials'].flatMap((name) => ['--grant', name])
  const client = cli(
    '',
    'clients',
    'create',
    '--name',
    'Bench',
    '--redirect-uri',
    redirectUri,
    ...grants,
    '--audience',
    issuer,
  )
  const authorization = `Basic ${Buffer.from(`${client.client_id}:${client.client_secret}`).toString('base64')}`

  const server = spawn(...pinned(0, process.execPath, [entry, 'serve']), { env, stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise<void>((resolve, reject) => {
    server.stdout.on('data', (chunk: Buffer) => chunk.includes('listening') && resolve())
    server.on('exit', () => reject(new Error('the server did not start')))
  })
  pinSelf(1)
  const pid = server.pid as number

  const post = (path: string, form: Record<string, string>, headers: Record<string, string> = { authorization }) =>
    fetch(issuer + path, { method: 'POST', headers, body: new URLSearchParams(form), redirect: 'manual' })
  const cookie = await openSession(post, client.client_id as string)
  const logIn = async (): Promise<string> => {
    const verifier = randomBytes(32).toString('base64url')
    const answer = await fetch(`${issuer}/authorize?${query(client.client_id as string, verifier)}`, {
      headers: { cookie },
      redirect: 'manual',
    })
    const code = URL.parse(answer.headers.get('location') ?? '')?.searchParams.get('code')
    if (!code) throw new Error(`no code: ${answer.status}`)
    const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier }
    const tokens = (await (await post('/token', form)).json()) as Record<string, string>
    if (!tokens.refresh_token) throw new Error(`no tokens: ${JSON.stringify(tokens)}`)
    return tokens.refresh_token
  }

  return {
    startedAt: new Date(),
    get: (path) => fetch(issuer + path),
    post,
    token: (form) => post('/token', form),
    logIn,
    cpuMillis: () => {
      // /proc/PID/stat: utime and stime are fields 14 and 15, in ticks of 10 ms.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
      return (Number(fields[11]) + Number(fields[12])) * 10
    },
    residentMib: () =>
      Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024),
    stop: async () => {
      const ended = new Promise((resolve) => server.on('exit', resolve))
      server.kill('SIGTERM')
      await ended
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

type Post = (path: string, form: Record<string, string>, headers?: Record<string, string>) => Promise<Response>

/** Logs in and consents once, as a browser without JavaScript does. */
const openSession = async (post: Post, clientId: string): Promise<string> => {
  const jar = new Map<string, string>()
  const keep = (response: Response): Response => {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair)
    }
    return response
  }
  const headers = () => ({ cookie: [...jar.values()].join('; '), origin: issuer })
  const start = `/authorize?${query(clientId, randomBytes(32).toString('base64url'))}`
  let page = await keep(await fetch(issuer + start, { headers: headers() })).text()
  const submit = async (fields: Record<string, string>): Promise<string | null> => {
    const action = unescapeHtml(/<form[^>]*action="([^"]*)"/.exec(page)?.[1] ?? '')
    const hidden = [...page.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]) => [
      /name="([^"]*)"/.exec(input)?.[1] ?? '',
      unescapeHtml(/value="([^"]*)"/.exec(input)?.[1] ?? ''),
    ])
    const path = new URL(action, issuer)
    return keep(
      await post(path.pathname + path.search, { ...Object.fromEntries(hidden), ...fields }, headers()),
    ).headers.get('location')
  }
  const hub = await submit({ email, password })
  if (hub === null) throw new Error('the login failed')
  page = await keep(await fetch(new URL(hub, issuer), { headers: headers() })).text()
  await submit({ decision: 'allow' })
  return [...jar.values()].join('; ')
}

const query = (clientId: string, verifier: string): URLSearchParams =>
  new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    state: 'state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })

const unescapeHtml = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

/** One core for the server, the other for load and database; on one core or without taskset they share. */
const pinned = (core: number, command: string, args: string[]): [string, string[]] =>
  canPin() ? ['taskset', ['-c', String(core), command, ...args]] : [command, args]

const pinSelf = (core: number): void => {
  if (canPin()) execFileSync('taskset', ['-acp', String(core), String(process.pid)], { stdio: 'ignore' })
}

const canPin = (): boolean => {
  if (cpus().length < 2) return false
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
