// The environment becomes a config: defaults, refusals, all problems at once.
import { availableParallelism } from 'node:os'
import t from 'tap'
import { loadConfig } from '../../src/config/load.ts'

const configOf = (environment: Record<string, string>) => {
  const loaded = loadConfig(environment)
  if ('problems' in loaded) throw new Error(loaded.problems.join('\n'))
  return loaded.config
}
const problemsOf = (environment: Record<string, string>): readonly string[] => {
  const loaded = loadConfig(environment)
  return 'problems' in loaded ? loaded.problems : []
}

t.test('defaults: nothing set, or set to nothing', async (t) => {
  for (const environment of [{}, { PORT: '', ISSUER: '', DATABASE_URL: '' }]) {
    const config = configOf(environment)
    t.match(config, {
      port: 3000,
      host: 'localhost',
      issuer: 'http://localhost:3000',
      issuerPath: '',
      secure: false,
      dataDir: './data',
      keysDir: './keys',
      masterKeys: [],
      defaultAudience: 'http://localhost:3000',
      registration: 'token',
      cimd: 'open',
      cimdHosts: [],
      accessTokenSeconds: 900,
      codeSeconds: 60,
      rateLimits: true,
    })
    t.equal(config.databaseUrl, undefined)
    t.equal(config.refreshRetrySeconds, undefined)
    t.ok(config.argon2Concurrency >= 1 && config.argon2Concurrency <= 4)
  }
})

t.test('the issuer follows the port, the audience follows the issuer', async (t) => {
  t.equal(configOf({ PORT: '4001' }).issuer, 'http://localhost:4001')
  const config = configOf({ ISSUER: 'https://id.example.org/tenant' })
  t.match(config, { issuerPath: '/tenant', secure: true, defaultAudience: 'https://id.example.org/tenant' })
})

t.test('the config is frozen, its lists too', async (t) => {
  const config = configOf({ TRUST_PROXY: '10.0.0.0/8, ::1' })
  t.same(config.trustProxy, ['10.0.0.0/8', '::1'])
  t.ok(Object.isFrozen(config) && Object.isFrozen(config.trustProxy))
  t.match(config.sources, { TRUST_PROXY: 'environment', PORT: 'default' })
})

t.test('all problems at once, each naming its setting', async (t) => {
  const problems = problemsOf({
    PORT: '70000',
    LOG_LEVEL: 'loud',
    CODE_SECONDS: '-1',
    SESSION_IDLE_SECONDS: '20',
    SESSION_ABSOLUTE_SECONDS: '10',
    KEY_ANNOUNCE_SECONDS: '10',
    KEY_ACTIVE_SECONDS: '10',
  })
  for (const name of ['PORT', 'LOG_LEVEL', 'CODE_SECONDS', 'SESSION_IDLE_SECONDS', 'KEY_ANNOUNCE_SECONDS'])
    t.ok(
      problems.some((problem) => problem.startsWith(`${name} `)),
      name,
    )
  t.equal(problems.length, 5)
})

t.test('a problem never quotes a secret', async (t) => {
  const secret = 'Hush hush'
  const problems = problemsOf({
    DATABASE_URL: `mysql://${secret}`,
    MASTER_KEYS: secret,
    INITIAL_ACCESS_TOKEN: secret,
  })
  t.equal(problems.length, 3)
  t.notOk(problems.some((problem) => problem.includes('ush')))
})

t.test(
  'OpenID Connect Discovery §3, RFC 7591 §3, §5, RFC 7592 §5, RFC 8628 §3.1, OIDC Core §3.1.2, §3.1.3, §5.3, §16.17, OAuth 2.1 §1.5, §3.1, §3.2, RFC 7009 §2, RFC 7662 §4, RFC 8414 §2, §3.1, RFC 9207 §2: ISSUER is https or loopback, and bare',
  async (t) => {
    const good = [
      'http://localhost:3000',
      'http://127.0.0.1:8080',
      'http://[::1]:3000/x',
      'https://id.example.org',
      'https://id.example.org:8443/a/b-c',
    ]
    const bad = [
      'http://id.example.org',
      'http://127.0.0.1.evil.example',
      'http://localhost.evil.example',
      'http://127.0.0.2',
      'http://0x7f.1',
      'https://id.example.org/',
      'https://id.example.org?x=1',
      'https://id.example.org?',
      'https://id.example.org#x',
      'https://user@id.example.org',
      'https://id.example.org:443',
      'https://ID.example.org',
      'https://id.example.org/a/../b',
      'https://id.example.org/a//b',
      'https://id.example.org/a;b',
      'https://id.example.org/:x',
      'https://id.example.org/%41',
      'ftp://id.example.org',
      'id.example.org',
      ' https://id.example.org',
    ]
    for (const issuer of good) t.equal(configOf({ ISSUER: issuer }).issuer, issuer)
    for (const issuer of bad) t.match(problemsOf({ ISSUER: issuer }), [/^ISSUER must /], issuer)
  },
)

t.test('TRUST_PROXY: addresses and CIDRs, never everybody', async (t) => {
  for (const bad of ['0.0.0.0/0', '::/0', 'proxy.example', '10.1', '10.0.0.0/33', '127.0.0.1,', 'true'])
    t.match(problemsOf({ TRUST_PROXY: bad }), [/^TRUST_PROXY must /], bad)
})

t.test('MASTER_KEYS: 32 bytes each in base64url', async (t) => {
  const key = Buffer.alloc(32, 7).toString('base64url')
  t.same(configOf({ MASTER_KEYS: `${key}, ${key}` }).masterKeys, [key, key])
  t.match(problemsOf({ MASTER_KEYS: `${key},${key.slice(1)}` }), [/number 2 is not one/])
})

t.test('DATABASE_URL must be an address of PostgreSQL', async (t) => {
  t.equal(configOf({ DATABASE_URL: 'postgresql://a:b@c:5432/d' }).databaseUrl, 'postgresql://a:b@c:5432/d')
  for (const bad of ['mysql://a', 'postgres:a', 'a'])
    t.match(problemsOf({ DATABASE_URL: bad }), [/^DATABASE_URL must /])
})

t.test('REGISTRATION=token without a token is allowed: nobody can register then', async (t) => {
  t.match(configOf({ REGISTRATION: 'token' }), { registration: 'token', initialAccessToken: undefined })
  t.match(problemsOf({ REGISTRATION: 'yes' }), [/^REGISTRATION must be open, token, off/])
})

t.test('a default gives way to what is set beside it', async (t) => {
  t.match(configOf({ REFRESH_ABSOLUTE_SECONDS: '10' }), { refreshIdleSeconds: 10, refreshAbsoluteSeconds: 10 })
  t.match(configOf({ SESSION_ABSOLUTE_SECONDS: '10' }), { sessionIdleSeconds: 10 })
  t.match(configOf({ KEY_ACTIVE_SECONDS: '10' }), { keyAnnounceSeconds: 5 })
})

t.test('argon2id below the minimum of OWASP needs its own dangerous setting', async (t) => {
  t.equal(configOf({ ARGON2_MEMORY_KIB: '7168', ARGON2_ITERATIONS: '5' }).argon2MemoryKib, 7168)
  t.match(problemsOf({ ARGON2_MEMORY_KIB: '7168' }), [/^ARGON2_MEMORY_KIB /])
  const weak = configOf({ ARGON2_MEMORY_KIB: '64', DANGER_WEAK_PASSWORD_HASHES: '1' })
  t.match(weak, { argon2MemoryKib: 64, warnings: [/^DANGER_WEAK_PASSWORD_HASHES/] })
  t.match(problemsOf({ DANGER_NO_RATE_LIMITS: 'yes' }), [/^DANGER_NO_RATE_LIMITS must be 1/])
  t.match(configOf({ DANGER_NO_RATE_LIMITS: '1' }), { rateLimits: false, warnings: [/^DANGER_NO_RATE_LIMITS/] })
  t.match(configOf({ DANGER_FETCH_LOOPBACK: '1' }), { fetchLoopback: true, warnings: [/^DANGER_FETCH_LOOPBACK/] })
  t.match(configOf({}), { fetchLoopback: false })
})

t.test('workers share connections and hashes, and each has at least one', async (t) => {
  const onPostgres = { DATABASE_URL: 'postgres://localhost/x' }
  const shares = (environment: Record<string, string>) => {
    const { workers, databasePool, workerConnections, workerHashes } = configOf({ ...onPostgres, ...environment })
    return [workers, databasePool, workerConnections, workerHashes]
  }
  const four = { ARGON2_CONCURRENCY: '4' }
  t.same(shares(four), [1, 10, 10, 4])
  t.same(shares({ ...four, WORKERS: '2' }), [2, 20, 10, 2])
  t.same(shares({ ...four, WORKERS: '3' }), [3, 30, 10, 1])
  t.same(shares({ ...four, WORKERS: '16' }), [16, 40, 2, 1])
  t.same(shares({ ...four, WORKERS: '64' }), [64, 64, 1, 1], 'one connection for each')
  t.same(shares({ ...four, WORKERS: '8', DATABASE_POOL: '90' }), [8, 90, 11, 1])
  t.match(problemsOf({ ...onPostgres, WORKERS: '8', DATABASE_POOL: '7' }), [/^DATABASE_POOL must have a connection/])
  t.same(shares({ ...four, WORKERS: 'auto', DATABASE_POOL: '1' }), [1, 1, 1, 4], 'auto leaves none without one')
  t.equal(configOf({ ...onPostgres, WORKERS: 'auto' }).workers, Math.min(availableParallelism(), 40))
  for (const workers of ['0', '257', '1.5', 'all', '-1'])
    t.match(problemsOf({ ...onPostgres, WORKERS: workers }), [/^WORKERS must be auto, or a whole number from 1 to 256/])
})

t.test('the embedded database belongs to one process', async (t) => {
  t.match(problemsOf({ WORKERS: '2' }), [/^WORKERS must be 1 with the embedded database.*set DATABASE_URL/])
  t.match(configOf({ WORKERS: 'auto' }), { workers: 1, warnings: [/^WORKERS=auto is one worker here/] })
  t.match(configOf({ WORKERS: '1' }), { workers: 1, warnings: [] })
})

t.test('CIMD: open, off, or a list that names hosts', async (t) => {
  const listed = { CIMD: 'list', CIMD_HOSTS: 'claude.ai, .example.org,localhost:4000' }
  t.same(configOf(listed).cimdHosts, ['claude.ai', '.example.org', 'localhost:4000'])
  t.match(problemsOf({ CIMD: 'list' }), [/^CIMD needs CIMD_HOSTS/])
  t.match(problemsOf({ CIMD: 'everyone' }), [/^CIMD must be open, list, off/])
  for (const hosts of ['https://claude.ai', '*.example.org', 'Claude.ai', 'claude.ai/', 'a b', '.', ',', 'a..b'])
    t.match(problemsOf({ CIMD: 'list', CIMD_HOSTS: hosts }), [/^CIMD_HOSTS must be host names/], hosts)
  t.match(configOf({ CIMD_HOSTS: 'claude.ai' }).warnings, [/CIMD_HOSTS counts only with CIMD=list/])
})
