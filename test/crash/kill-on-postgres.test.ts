// kill -9 of the server at random moments under load, on PostgreSQL: nothing that it acknowledged is lost.
import t from 'tap'
import { killRounds } from '../support/kill-rounds.ts'
import { environment } from '../support/process.ts'

await killRounds(t, await environment(t))
