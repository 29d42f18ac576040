// The entry of a worker; "countersign serve" starts as many of them as WORKERS says.
import { flushCompiled, keepCompiled } from './compiled.js'

keepCompiled()
await (await import('../src/process/worker.ts')).work()
flushCompiled()
