// bcrypt on a thread of its own: the package is plain JavaScript and would hold up every other request for 0.3 s.
import { parentPort, workerData } from 'node:worker_threads'
import { compareSync } from 'bcryptjs'

const { password, hash } = workerData as { password: string; hash: string }
parentPort?.postMessage(compareSync(password, hash))
