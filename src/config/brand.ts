// Brand: the values of the settings that give the pages another name, logo and colour.
import { readFileSync, statSync } from 'node:fs'
import { leastContrast, type Scheme, weakestContrast } from './colors.ts'
import { text, wrong } from './values.ts'

const longestName = 60
const mostBytes = 256 * 1024

export const brandName = () =>
  text((value) =>
    value.length <= longestName && value.trim() !== '' && !/[\p{C}\p{Zl}\p{Zp}]/u.test(value)
      ? value.trim()
      : wrong(`must be a name of at most ${longestName} characters, without control characters`),
  )

export const brandColor = (scheme: Scheme) =>
  text((value) => {
    if (!/^#[0-9a-f]{6}$/i.test(value)) return wrong('must be a colour like #14604f')
    const weakest = weakestContrast(value.toLowerCase(), scheme)
    return weakest >= leastContrast
      ? value.toLowerCase()
      : wrong(
          `must be ${scheme === 'light' ? 'darker' : 'lighter'}: its contrast on ${scheme} pages is ${(Math.floor(weakest * 100) / 100).toFixed(2)}, and people need ${leastContrast} to read it`,
        )
  })

export type LogoType = 'svg' | 'png'

/** What a file is by its content; undefined for anything but the two. */
export const logoTypeOf = (content: Buffer): LogoType | undefined => {
  if (content.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return 'png'
  return /^\ufeff?\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*(<!DOCTYPE svg[^>[]*>\s*)?<svg[\s>]/.test(
    content.toString(),
  )
    ? 'svg'
    : undefined
}

export const logoFile = () =>
  text((value) => {
    const content = readLogo(value)
    if (content === undefined) return wrong(`must be a file that can be read, of at most ${mostBytes / 1024} KB`)
    return logoTypeOf(content) === undefined ? wrong('must be an SVG or PNG file') : value
  })

const readLogo = (path: string): Buffer | undefined => {
  try {
    const about = statSync(path)
    return about.isFile() && about.size <= mostBytes ? readFileSync(path) : undefined
  } catch {
    return undefined
  }
}
