// Compiled code, kept between starts: half of the CPU of a start, and 20 MB, because no types are stripped again (bench/scale/start.ts).
import module from 'node:module'
import { fileURLToPath } from 'node:url'

// Inside the program's own folder, because whoever writes there decides what runs; where that is read-only, nothing is kept.
const folder = fileURLToPath(new URL('../node_modules/.cache/countersign/compiled', import.meta.url))

export const keepCompiled = () => module.enableCompileCache(folder)

/** Now, and not only when the process ends: a server may be killed. */
export const flushCompiled = () => module.flushCompileCache()
