// Whether those who refresh notice that a million expired rows are swept meanwhile.
import { join } from 'node:path'
import { report } from '../results.ts'
import { openCluster, withClient } from './cluster.ts'
import { progress, quantile, table } from './figures.ts'
import { afterSeconds, steadyLoad } from './load.ts'
import { startServer } from './process.ts'
import { type Seeded, seeded } from './seed.ts'
import { refreshing, refreshTokensOf } from './visits.ts'

const families = 200_000
const expired = Number(process.env.BENCH_EXPIRED ?? 1_000_000)
const perSecond = Number(process.env.BENCH_RATE ?? 100)
/** It sweeps for so long, then it rests for so long, again and again. */
const turnSeconds = Number(process.env.BENCH_SECONDS ?? 6)
const folder = process.env.BENCH_FOLDER ?? '/tmp/countersign-bench'
const port = 3992

/** Six of ten are families, a quarter codes, the rest sessions; none of them ended today. */
const expire = ({ url }: Seeded, masterKey = 'expired') =>
  withClient(url, async (client) => {
    await client.query('set synchronous_commit = off')
    // What a run that was stopped has left.
    await client.query('delete from family where sweep_on <= now()::date')
    await client.query("delete from authorization_code where expires_at <= now() - interval '24 hours'")
    await client.query('delete from session where sweep_on <= now()::date')
    await client.query('vacuum')
    const chunk = 50_000
    for (let i = 0; i < expired; i += chunk) {
      const from = `from generate_series(${i}, ${i + chunk - 1}) i, (select client_id from client limit 1) c`
      await client.query(`
        insert into family (id, public_id, client_id, sub, sid, scope, resources, authenticated_at, amr, generation,
          rotated_at, master_key, created_at, idle_expires_at, absolute_expires_at)
        select substring(bench.bytes('old family', i) for 16), bench.name('fam_', 'old', i), client_id,
          bench.name('usr_', 'account', i % 1000), 'sid', '{openid}', '{}', now(), '{pwd}', 1, now(), '${masterKey}',
          now() - interval '60 days', now() - make_interval(days => 20 + i % 7), now() ${from} where i % 20 < 12`)
      await client.query(`
        insert into authorization_code (digest, client_id, sub, session_id, sid, redirect_uri, redirect_uri_sent, scope,
          resources, authenticated_at, amr, family_id, family_public_id, issued_at, expires_at, spent_at)
        select bench.bytes('old code', i), client_id, bench.name('usr_', 'account', i % 1000),
          bench.name('ses_', 'session', i % 1000), 'sid', 'https://app.example/callback', true, '{openid}', '{}', now(),
          '{pwd}', '', '', now(), now() - interval '30 hours' - make_interval(secs => i), now() ${from} where i % 20 between 12 and 16`)
      await client.query(`
        insert into session (id, cookie_digest, sub, sid_seed, authenticated_at, amr, created_at, last_seen_at,
          idle_expires_at, absolute_expires_at)
        select bench.name('ses_', 'old', i), bench.bytes('old cookie', i), bench.name('usr_', 'account', i % 1000), '', now(),
          '{pwd}', now(), now(), now() - make_interval(days => (2 + i % 7)::integer), now() ${from} where i % 20 > 16`)
      if ((i / chunk) % 5 === 4) progress(`expired rows: ${i + chunk} of ${expired}`)
    }
    await client.query('analyze')
    await client.query('checkpoint')
  })

const left = ({ url }: Seeded): Promise<number> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ left: string }>(`
      select (select count(*) from family where sweep_on <= now()::date)
        + (select count(*) from authorization_code where expires_at <= now() - interval '24 hours')
        + (select count(*) from session where sweep_on <= now()::date) as left`)
    return Number(rows[0]?.left)
  })

const cluster = await openCluster(folder)
try {
  const place = await seeded(cluster, families, 'sweep')
  await expire(place)
  const settings = {
    PORT: String(port),
    DATABASE_URL: place.url,
    MASTER_KEYS: place.masterKey,
    DANGER_NO_RATE_LIMITS: '1',
  }
  const server = await startServer(settings, [join(import.meta.dirname, 'sweeping-server.ts')])
  const work = refreshing(place, port, await refreshTokensOf(place))
  const load = async (ended: () => boolean): Promise<number[]> =>
    (await steadyLoad({ lanes: [{ port, work }], perSecond, ended }))[0] ?? []
  await load(afterSeconds(5))
  const idle: number[] = []
  const sweeping: number[] = []
  let seconds = 0
  for (let state = 'interrupted'; state !== 'done'; ) {
    idle.push(...(await load(afterSeconds(turnSeconds))))
    const from = performance.now()
    let over = false
    const asked = server.ask(String(turnSeconds * 1000)).finally(() => {
      over = true
    })
    sweeping.push(...(await load(() => over)))
    state = await asked
    seconds += (performance.now() - from) / 1000
    const p99s = [idle, sweeping].map((all) => quantile(all, 0.99).toFixed(1)).join(' and ')
    progress(`swept for ${seconds.toFixed(0)} s: p99 ${p99s} ms so far`)
  }
  const remaining = await left(place)
  // Of the codes that were seeded as today's, some end while this runs.
  if (remaining > expired / 100) throw new Error(`${remaining} rows were left`)
  const row = (name: string, millis: readonly number[]) => [
    name,
    millis.length,
    ...[0.5, 0.99].map((share) => quantile(millis, share).toFixed(2)),
    (quantile(millis, 0.99) / quantile(idle, 0.99)).toFixed(2),
  ]
  const swept = `${expired.toLocaleString('en')} expired rows beside ${families.toLocaleString('en')} living families were swept in ${seconds.toFixed(0)} s`
  const rows = [row('idle', idle), row('while sweeping', sweeping)]
  const measured = table([`refresh, ${perSecond} a second`, 'requests', 'p50 ms', 'p99 ms', 'p99 beside idle'], rows)
  report(
    'sweep',
    'Sweeping',
    `${swept}, ${turnSeconds} s at a time with as much rest.`,
    measured,
    'The target is 2 times idle.',
  )
  await server.stop()
} finally {
  await cluster.stop()
}
