// kill -9 of the server, and with it of the embedded database, at random moments under load: nothing acknowledged is lost.
import t from 'tap'
import { killRounds } from '../support/kill-rounds.ts'
import { environment } from '../support/process.ts'

await killRounds(t, await environment(t, { databaseUrl: null }))
