// A real Chromium for tests: CHROMIUM_PATH, or the one that npm brought. Never skipped: without it the test fails.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inflate } from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'
import type { Test } from 'tap'

// The package's own list of flags is for other purposes: it turns web security off.
const args = ['--no-sandbox', '--no-zygote', '--disable-gpu']

let shared: { browser: Promise<Browser>; users: number } | undefined

/** One for all tests of this process, each with contexts of its own; closed when the last that uses it ends. */
export const launchChromium = async (t: Test): Promise<Browser> => {
  shared ??= { browser: start(), users: 0 }
  const used = shared
  used.users += 1
  t.teardown(async () => {
    used.users -= 1
    if (used.users > 0) return
    if (shared === used) shared = undefined
    await (await used.browser).close()
  })
  return used.browser
}

const start = async (): Promise<Browser> => {
  const given = process.env.CHROMIUM_PATH
  if (given) return chromium.launch({ executablePath: given, args })
  const folder = await unpacked()
  const executablePath = join(folder, 'chromium')
  const hasFonts = existsSync('/etc/fonts/fonts.conf')
  const env = { ...process.env, ...(!hasFonts && { FONTCONFIG_PATH: join(folder, 'fonts') }) } as Record<string, string>
  try {
    return await chromium.launch({ executablePath, args, env })
  } catch (error) {
    if (!/shared librar/.test(String(error))) throw error
    // A bare machine has no NSS; the package brings that too.
    return chromium.launch({ executablePath, args, env: { ...env, LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') } })
  }
}

const packageFolder = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..')
const cache = fileURLToPath(new URL('../../node_modules/.cache/countersign/', import.meta.url))

/** Unpacked once, complete or not at all: several test files may come first together. */
const unpacked = async (): Promise<string> => {
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string }
  const folder = join(cache, `chromium-${version}`)
  if (existsSync(folder)) return folder
  const partial = `${folder}.${process.pid}`
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { recursive: true })
  await inTemporaryFolder(partial, async () => {
    for (const archive of ['chromium.br', 'fonts.tar.br', 'al2023.tar.br'])
      await inflate(join(packageFolder, 'bin', archive))
  })
  try {
    renameSync(partial, folder)
  } catch (error) {
    rmSync(partial, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
  return folder
}

/** The package unpacks into the system's temporary folder, wherever that is said to be. */
const inTemporaryFolder = async (folder: string, work: () => Promise<void>): Promise<void> => {
  const before = process.env.TMPDIR
  process.env.TMPDIR = folder
  try {
    await work()
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
}
