// Migrations' hash: names what was made from them, so that a change of them makes it anew.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const migrationsHash = (): string => {
  const folder = fileURLToPath(new URL('../../migrations/', import.meta.url))
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'))
  const contents = files.sort().map((name) => `${name}\n${readFileSync(`${folder}${name}`, 'utf8')}`)
  return createHash('sha256').update(contents.join('\n')).digest('hex').slice(0, 16)
}
