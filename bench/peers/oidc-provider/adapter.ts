// oidc-provider's storage in PostgreSQL: one table, one named statement for each thing that it asks.
import type pg from 'pg'

type Payload = Readonly<Record<string, unknown> & { grantId?: string; uid?: string; userCode?: string }>

const tables = `
  CREATE TABLE artefacts (
    model text NOT NULL,
    id text NOT NULL,
    payload jsonb NOT NULL,
    grant_id text,
    uid text,
    user_code text,
    expires_at timestamptz,
    PRIMARY KEY (model, id)
  );
  CREATE INDEX artefacts_by_grant ON artefacts (grant_id) WHERE grant_id IS NOT NULL;
  CREATE INDEX artefacts_by_uid ON artefacts (uid) WHERE uid IS NOT NULL;
  CREATE INDEX artefacts_by_user_code ON artefacts (user_code) WHERE user_code IS NOT NULL;
  CREATE INDEX artefacts_by_expiry ON artefacts (expires_at) WHERE expires_at IS NOT NULL`

const statements = {
  upsert: `
    INSERT INTO artefacts (model, id, payload, grant_id, uid, user_code, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => $7))
    ON CONFLICT (model, id) DO UPDATE SET payload = EXCLUDED.payload, grant_id = EXCLUDED.grant_id, uid = EXCLUDED.uid,
      user_code = EXCLUDED.user_code, expires_at = EXCLUDED.expires_at`,
  find: 'SELECT payload FROM artefacts WHERE model = $1 AND id = $2',
  'find-by-uid': 'SELECT payload FROM artefacts WHERE model = $1 AND uid = $2',
  'find-by-user-code': 'SELECT payload FROM artefacts WHERE model = $1 AND user_code = $2',
  consume: `
    UPDATE artefacts SET payload = payload || jsonb_build_object('consumed', floor(extract(epoch FROM now())))
    WHERE model = $1 AND id = $2`,
  destroy: 'DELETE FROM artefacts WHERE model = $1 AND id = $2',
  'revoke-by-grant': 'DELETE FROM artefacts WHERE grant_id = $1',
  sweep: 'DELETE FROM artefacts WHERE expires_at < now()',
} as const

const sweepMillis = 300_000

export const openAdapter = async (pool: pg.Pool) => {
  await pool.query(tables)
  const run = async (name: keyof typeof statements, values: unknown[]): Promise<Payload | undefined> => {
    const { rows } = await pool.query<{ payload: Payload }>({ name, text: statements[name], values })
    return rows[0]?.payload
  }
  setInterval(() => run('sweep', []).catch(() => {}), sweepMillis).unref()

  return (model: string) => ({
    upsert: (id: string, payload: Payload, seconds: number | undefined) =>
      run('upsert', [
        model,
        id,
        JSON.stringify(payload),
        payload.grantId ?? null,
        payload.uid ?? null,
        payload.userCode ?? null,
        seconds ?? null,
      ]),
    find: (id: string) => run('find', [model, id]),
    findByUid: (uid: string) => run('find-by-uid', [model, uid]),
    findByUserCode: (userCode: string) => run('find-by-user-code', [model, userCode]),
    consume: (id: string) => run('consume', [model, id]),
    destroy: (id: string) => run('destroy', [model, id]),
    revokeByGrantId: (grantId: string) => run('revoke-by-grant', [grantId]),
  })
}
