// The command that shows whether an app was told of logouts.
import type { LogoutDelivery } from '../model/logout-delivery.ts'
import { operatorCommand } from './command.ts'
import { argument, atMost } from './options.ts'
import { table } from './print.ts'

const wire = (delivery: LogoutDelivery) => {
  const { sid, sub, state, attempts, createdAt, dueAt, lastAttemptAt, finishedAt, lastError } = delivery
  return {
    ...{ sid, sub, state, attempts },
    created_at: createdAt.toISOString(),
    last_attempt_at: lastAttemptAt?.toISOString() ?? null,
    next_attempt_at: state === 'waiting' ? dueAt.toISOString() : null,
    finished_at: finishedAt?.toISOString() ?? null,
    last_error: lastError,
  }
}

export const logouts = operatorCommand({
  name: 'clients logouts',
  summary: 'show whether an app was told that people logged out: the last 14 days, the newest first',
  examples: ['countersign clients logouts app_...', 'countersign clients logouts app_... --limit 5 --json'],
  define: (command) => command.argument('<client_id>').option('--limit <count>', 'how many', atMost(10_000), 50),
  prepare: (given) => ({ clientId: argument(given, 0), limit: Number(given.options.limit) }),
  run: async ({ operator }, { clientId, limit }) => (await operator.logouts.list(clientId, limit)).map(wire),
  print: (deliveries) =>
    table(
      ['LOGGED OUT', 'STATE', 'ATTEMPTS', 'LAST ATTEMPT', 'NEXT ATTEMPT', 'PERSON', 'LAST ERROR'],
      deliveries.map((delivery) => [
        delivery.created_at,
        delivery.state,
        String(delivery.attempts),
        delivery.last_attempt_at ?? '',
        delivery.next_attempt_at ?? '',
        delivery.sub,
        delivery.last_error ?? '',
      ]),
    ),
})
