// A child process of master-keys.test.ts: opens the folders that it is told, each at the agreed instant.
import { openMasterKeys } from '../../src/crypto/master-keys.ts'
import { systemRandom } from '../../src/crypto/random.ts'

type Order = { keysDir: string; startAt: number; add: boolean }

process.on('message', ({ keysDir, startAt, add }: Order) => {
  // Spinning, because a timer would be late by a millisecond, and the race is shorter than that.
  while (performance.timeOrigin + performance.now() < startAt);
  try {
    const keys = openMasterKeys({ keysDir, masterKeys: [], sealedBy: [], random: systemRandom })
    process.send?.({ newest: add ? keys.add().fingerprint : keys.newest().fingerprint })
  } catch (error) {
    process.send?.({ newest: String(error) })
  }
})
process.send?.('ready')
