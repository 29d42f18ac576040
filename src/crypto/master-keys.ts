// Master keys: the newest seals, all open; from MASTER_KEYS or the key folder, never from the database.
import { createKeyFile, folderChangedAt, type KeyFile, readKeyFolder, removeKeyFile } from './key-folder.ts'
import { type MasterKey, MasterKeyProblem, parseMasterKey } from './master-key.ts'
import { type Random, type Stopwatch, systemStopwatch } from './random.ts'

export { type MasterKey, MasterKeyProblem } from './master-key.ts'

export type MasterKeys = Readonly<{
  newest: () => MasterKey
  /** Looks into the folder again on a miss, if it changed or a second has passed: another process may have added a key. */
  find: (fingerprint: string) => MasterKey | undefined
  /** The same by the 4 bytes that tokens, cookies and URLs carry. */
  findById: (id: Buffer) => MasterKey | undefined
  all: () => readonly MasterKey[]
  /** Looks into the folder again, so that a key that another process added seals here too. Never throws. */
  reload: () => void
  add: () => MasterKey
  drop: (fingerprint: string) => void
}>

export type MasterKeysOptions = Readonly<{
  keysDir: string
  /** From MASTER_KEYS, newest first; if there are any, the folder is ignored. */
  masterKeys: readonly string[]
  /** Fingerprints that sealed rows of the database name. */
  sealedBy: readonly string[]
  random: Random
  warn?: (line: string) => void
  stopwatch?: Stopwatch
}>

export const openMasterKeys = (options: MasterKeysOptions): MasterKeys => {
  const keys = options.masterKeys.length > 0 ? keysFromText(options.masterKeys) : keysInFolder(options)
  requireOpening(keys.all(), options)
  return keys
}

/** A key is made only for a database without sealed rows: beside sealed rows it would hide that the real one is lost. */
const requireOpening = (
  keys: readonly MasterKey[],
  { masterKeys, keysDir, sealedBy, warn }: MasterKeysOptions,
): void => {
  const needed = [...new Set(sealedBy)]
  const missing = needed.filter((fingerprint) => !keys.some((key) => key.fingerprint === fingerprint))
  if (missing.length === 0) return
  const place = masterKeys.length > 0 ? 'MASTER_KEYS' : keysDir
  const names = missing.join(', ')
  if (missing.length === needed.length) {
    throw new MasterKeyProblem(
      `The database is sealed by master key ${names}, which is not in ${place}: put it back. Nothing was changed.`,
    )
  }
  warn?.(`Some rows of the database are sealed by master key ${names}, which is not in ${place}.`)
}

const keysFromText = (texts: readonly string[]): MasterKeys => {
  const keys = texts.map((text, index) => {
    const key = parseMasterKey(text)
    if (!key) throw new MasterKeyProblem(`MASTER_KEYS: key ${index + 1} is not 32 bytes in base64url.`)
    return key
  })
  requireDistinct(keys)
  const refuse = (): never => {
    throw new MasterKeyProblem('MASTER_KEYS is set: add or drop keys there (newest first), then restart.')
  }
  return { ...lookups(() => keys), reload: () => {}, add: refuse, drop: refuse }
}

const keysInFolder = ({
  keysDir,
  sealedBy,
  random,
  warn,
  stopwatch = systemStopwatch,
}: MasterKeysOptions): MasterKeys => {
  let files: readonly KeyFile[] = []
  let readAtMs = Number.NEGATIVE_INFINITY
  let changedAtMs: number | undefined
  let complaint = ''

  const complain = (line: string) => {
    if (line !== complaint) warn?.(line)
    complaint = line
  }
  const read = (): void => {
    readAtMs = stopwatch()
    changedAtMs = folderChangedAt(keysDir)
    const found = readKeyFolder(keysDir)
    requireDistinct(distinct(found.map((file) => file.key)))
    // A folder that lost every key while we run must not take the server down: what was read stays.
    if (found.length === 0 && files.length > 0) {
      complain(`The master keys in ${keysDir} are gone: restore them.`)
      return
    }
    const known = new Map(files.map((file) => [file.key.fingerprint, file.key]))
    files = found.map((file) => ({ ...file, key: known.get(file.key.fingerprint) ?? file.key }))
  }
  const reload = (): void => {
    try {
      read()
    } catch (error) {
      complain(error instanceof Error ? error.message : 'The key folder cannot be read.')
    }
  }
  /** Until a key is there that was not: a number that another process took belongs to its key. */
  const create = (): MasterKey => {
    const number = (files[0]?.number ?? 0) + 1
    createKeyFile(keysDir, number, random)
    read()
    const created = files.find((file) => file.number === number)
    if (!created) throw new MasterKeyProblem(`The new master key in ${keysDir} has vanished.`)
    return created.key
  }

  read()
  if (files.length === 0 && sealedBy.length === 0) create()
  for (const file of files.filter((each) => each.readableByOthers)) {
    warn?.(`${file.path} can be read by other users of this machine: chmod 600 ${file.path}`)
  }
  return {
    ...lookups(
      () => distinct(files.map((file) => file.key)),
      () => {
        // A key that another process just added counts at once; made-up ids cost a look at the folder's date.
        if (folderChangedAt(keysDir) !== changedAtMs || stopwatch() - readAtMs >= 1000) reload()
      },
    ),
    reload,
    add: () => {
      read()
      return create()
    },
    drop: (fingerprint) => {
      read()
      const dropped = files.filter((file) => file.key.fingerprint === fingerprint)
      if (dropped.length === 0) throw new MasterKeyProblem(`There is no master key ${fingerprint} in ${keysDir}.`)
      if (dropped.length === files.length) throw new MasterKeyProblem('The last master key cannot be dropped.')
      for (const file of dropped) removeKeyFile(file.path)
      read()
    },
  }
}

const lookups = (all: () => readonly MasterKey[], miss: () => void = () => {}) => {
  const search = (wanted: (key: MasterKey) => boolean): MasterKey | undefined => {
    const found = all().find(wanted)
    if (found) return found
    miss()
    return all().find(wanted)
  }
  return {
    all,
    newest: (): MasterKey => {
      const newest = all()[0]
      if (!newest) throw new MasterKeyProblem('There is no master key.')
      return newest
    },
    find: (fingerprint: string) => search((key) => key.fingerprint === fingerprint),
    findById: (id: Buffer) => search((key) => key.id.equals(id)),
  }
}

const distinct = (keys: readonly MasterKey[]): readonly MasterKey[] => [
  ...new Map(keys.map((key) => [key.fingerprint, key])).values(),
]

/** Tokens name their key by 4 bytes, so two keys must differ there. */
const requireDistinct = (keys: readonly MasterKey[]): void => {
  if (new Set(keys.map((key) => key.id.toString('hex'))).size < keys.length) {
    throw new MasterKeyProblem('Two master keys are the same, or cannot be told apart.')
  }
}
