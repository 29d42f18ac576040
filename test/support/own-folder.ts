// A process that wants to own a folder; what the tests of the embedded database's owner start and kill.
import { closeSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { systemRandom } from '../../src/crypto/random.ts'
import { FolderInUse, type OwnerHandler, type OwnerRole, ownFolder } from '../../src/store/embedded-owner.ts'

const [dataDir = '', role = 'server', times = '0'] = process.argv.slice(2)

const handle: OwnerHandler = async (request, send) => {
  await send({ report: 'working' })
  await send({ output: request.input })
}
const own = () => ownFolder(dataDir, { random: systemRandom, handle, role: role as OwnerRole, patienceMillis: 60_000 })

/** Owns until standard input ends, as a server does. */
const stay = async (): Promise<void> => {
  try {
    const owner = await own()
    console.log('owner')
    process.stdin.resume().once('end', () => void owner.close())
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error
    console.log(`refused ${error.message}`)
    process.stdin.destroy()
  }
}

/** Owns and leaves again and again; a second owner beside it would find the file. */
const comeAndGo = async (): Promise<void> => {
  const held = join(dataDir, 'held')
  for (let round = 0; round < Number(times); round += 1) {
    const owner = await own()
    closeSync(openSync(held, 'wx'))
    rmSync(held)
    await owner.close()
  }
  console.log('done')
  process.stdin.destroy()
}

await (times === '0' ? stay() : comeAndGo())
