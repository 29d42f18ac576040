// Images: what an uploaded logo is by its own bytes, whatever it was called (PNG §5.2, JPEG ITU-T T.81 §B.2.2, WebP container).

export type Image = Readonly<{ mediaType: 'image/png' | 'image/jpeg' | 'image/webp'; width: number; height: number }>

export const mostLogoBytes = 100 * 1024
/** A small file can unpack into an enormous picture. */
const mostPixels = 1024

/** The image, or why it cannot be a logo. */
export const readLogo = (bytes: Buffer): Image | string => {
  if (bytes.length === 0) return 'Choose a picture first.'
  if (bytes.length > mostLogoBytes) return `The picture is larger than ${mostLogoBytes / 1024} KB.`
  const image = readPng(bytes) ?? readWebp(bytes) ?? readJpeg(bytes)
  if (image === undefined) return 'This is no PNG, JPEG or WebP picture, whatever its name says.'
  if (image.width < 1 || image.height < 1 || image.width > mostPixels || image.height > mostPixels)
    return `The picture has ${image.width} × ${image.height} points; at most ${mostPixels} × ${mostPixels} are possible.`
  return image
}

const readPng = (bytes: Buffer): Image | undefined => {
  if (bytes.length < 33 || bytes.toString('latin1', 0, 16) !== '\x89PNG\r\n\x1a\n\0\0\0\rIHDR') return undefined
  return { mediaType: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

const readWebp = (bytes: Buffer): Image | undefined => {
  if (bytes.length < 30 || bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP')
    return undefined
  const size = webpSizes[bytes.toString('latin1', 12, 16)]?.(bytes)
  return size && { mediaType: 'image/webp', ...size }
}

type Size = Readonly<{ width: number; height: number }>

const webpSizes: Readonly<Record<string, (bytes: Buffer) => Size>> = {
  'VP8 ': (bytes) => ({ width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff }),
  VP8L: (bytes) => {
    const bits = bytes.readUInt32LE(21)
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  },
  VP8X: (bytes) => ({ width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 }),
}

/** The size stands in the first frame header, behind segments of any length. */
const readJpeg = (bytes: Buffer): Image | undefined => {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined
  for (let at = 2; at + 9 < bytes.length; ) {
    const marker = bytes.readUInt16BE(at)
    if (marker >> 8 !== 0xff) return undefined
    if (marker === 0xffff) {
      at += 1
      continue
    }
    // SOF0 to SOF15, without the tables that lie between them.
    if (marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker))
      return { mediaType: 'image/jpeg', width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return undefined
}
