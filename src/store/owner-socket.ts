// Owner socket: a Unix socket in DATA_DIR/run by which a process shows that it lives, and answers commands.
import { chmodSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { join, relative, resolve } from 'node:path'

/** Where a path does not fit into a socket's address (108 bytes on Linux, 104 on macOS, one of them for the end). */
const longestPath = 103

/** Something about the folder or its sockets that the operator must change. */
export class OwnerProblem extends Error {
  override name = 'OwnerProblem'
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code

const runFolder = (dataDir: string): string => join(dataDir, 'run')

/** Only this user may enter it, so nobody else can connect, nor plant a socket. */
export const makeRunFolder = (dataDir: string): string => {
  const folder = runFolder(dataDir)
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { uid, mode } = lstatSync(folder)
  const me = process.getuid?.()
  if (me !== undefined && uid !== me) throw new OwnerProblem(`${folder} belongs to another user.`)
  if ((mode & 0o777) !== 0o700) chmodSync(folder, 0o700)
  return folder
}

export const socketsIn = (dataDir: string): readonly string[] => {
  try {
    const folder = runFolder(dataDir)
    const names = readdirSync(folder).filter((name) => /^\d+-[0-9a-f]+\.(sock|new)$/.test(name))
    return names.map((name) => join(folder, name))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

/** Relative to the working folder where that is shorter. */
const address = (path: string): string => {
  const [whole, short] = [resolve(path), relative(process.cwd(), path)]
  const best = Buffer.byteLength(short) < Buffer.byteLength(whole) ? short : whole
  if (Buffer.byteLength(best) > longestPath)
    throw new OwnerProblem(
      `The path ${whole} is too long for a socket (${longestPath} bytes): choose a shorter DATA_DIR.`,
    )
  return best
}

/**
 * A socket under a name that nobody used before and nobody uses again. It gets that name only when it listens already: so a socket
 * of such a name that refuses a connection is dead for good, and may be removed.
 */
export const publishSocket = (path: string, accept: (socket: Socket) => void): Promise<Server> => {
  const draft = path.replace(/\.sock$/, '.new')
  const target = address(path)
  return new Promise((done, fail) => {
    const server = createServer({ allowHalfOpen: false }, accept)
    server.once('error', (error) => fail(new OwnerProblem(`${draft} cannot be opened (${codeOf(error)}).`)))
    server.listen(address(draft), 4096, () => {
      try {
        chmodSync(draft, 0o600)
        renameSync(draft, target)
        done(server)
      } catch (error) {
        server.close()
        fail(error)
      }
    })
  })
}

export const removeSocket = (path: string): void => rmSync(path, { force: true })

/** `dead`: whoever bound it is gone for good. `unclear`: it was there a moment ago. */
export const connectTo = (path: string): Promise<Socket | 'dead' | 'unclear'> =>
  new Promise((done) => {
    const socket = connect(address(path))
    const failed = (error: Error) =>
      done(['ECONNREFUSED', 'ENOENT', 'ENOTSOCK'].includes(codeOf(error) ?? '') ? 'dead' : 'unclear')
    socket.once('error', failed)
    socket.once('connect', () => done(socket.off('error', failed).on('error', () => {})))
  })
