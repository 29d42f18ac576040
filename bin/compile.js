// Compiles the program ahead of its first start: for images, where the server may not write into its own folder.
import { flushCompiled, keepCompiled } from './compiled.js'

keepCompiled()
const entries = ['main.ts', 'process/alone.ts', 'process/primary.ts', 'process/worker.ts', 'cli/run.ts']
await Promise.all(entries.map((path) => import(`../src/${path}`)))
flushCompiled()
