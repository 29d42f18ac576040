// Small pictures: a screenshot with its 256 most frequent colours, a fifth of the bytes and to the eye the same (PNG §11.2).
import { crc32, deflateSync, inflateSync } from 'node:zlib'

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
const bytesPerPixel = 3

/** Of an opaque screenshot as Chromium writes it: 8 bits each of red, green and blue. */
export const smallPng = (png: Buffer): Buffer => {
  const chunks = chunksOf(png)
  const header = chunks.find(({ type }) => type === 'IHDR')?.data ?? Buffer.alloc(13)
  if (header[8] !== 8 || header[9] !== 2) throw new Error('not a picture of 24 bits')
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const data = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map((chunk) => chunk.data))
  const pixels = unfiltered(inflateSync(data), width * bytesPerPixel, height)
  const count = new Map<number, number>()
  for (let at = 0; at < pixels.length; at += bytesPerPixel) {
    const colour = pixels.readUIntBE(at, bytesPerPixel)
    count.set(colour, (count.get(colour) ?? 0) + 1)
  }
  const palette = [...count]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 256)
    .map(([colour]) => colour)
  const indexes = new Map([...count.keys()].map((colour) => [colour, nearest(palette, colour)]))
  const rows = Buffer.alloc(height * (width + 1))
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const colour = pixels.readUIntBE((y * width + x) * bytesPerPixel, bytesPerPixel)
      rows[y * (width + 1) + 1 + x] = indexes.get(colour) ?? 0
    }
  const colours = Buffer.alloc(palette.length * 3)
  for (const [at, colour] of palette.entries()) colours.writeUIntBE(colour, at * 3, 3)
  const indexed = Buffer.from(header)
  indexed[9] = 3
  return Buffer.concat([
    signature,
    chunk('IHDR', indexed),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** A picture of one colour. */
export const plainSquare = (side: number, colour: number): Buffer => {
  const header = Buffer.concat([Buffer.alloc(8), Buffer.of(8, 2, 0, 0, 0)])
  header.writeUInt32BE(side)
  header.writeUInt32BE(side, 4)
  const row = Buffer.concat([Buffer.of(0), Buffer.alloc(side * bytesPerPixel, Buffer.from(parts(colour)))])
  const data = deflateSync(Buffer.concat(Array.from({ length: side }, () => row)))
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))])
}

const parts = (colour: number): readonly [number, number, number] => [colour >> 16, (colour >> 8) & 255, colour & 255]

const nearest = (palette: readonly number[], colour: number): number => {
  const [r, g, b] = parts(colour)
  let [best, least] = [0, Number.POSITIVE_INFINITY]
  for (const [at, candidate] of palette.entries()) {
    const [r2, g2, b2] = parts(candidate)
    const distance = (r - r2) ** 2 + (g - g2) ** 2 + (b - b2) ** 2
    if (distance < least) [best, least] = [at, distance]
  }
  return best
}

const chunksOf = (png: Buffer): readonly Readonly<{ type: string; data: Buffer }>[] => {
  const chunks: { type: string; data: Buffer }[] = []
  for (let at = signature.length; at < png.length; ) {
    const length = png.readUInt32BE(at)
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) })
    at += 12 + length
  }
  return chunks
}

const chunk = (type: string, data: Buffer): Buffer => {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, check])
}

/** PNG §9: each row says how it was told by its neighbours. */
const unfiltered = (raw: Buffer, stride: number, height: number): Buffer => {
  const pixels = Buffer.alloc(stride * height)
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)]
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x
      const left = x >= bytesPerPixel ? (pixels[at - bytesPerPixel] ?? 0) : 0
      const up = y > 0 ? (pixels[at - stride] ?? 0) : 0
      const corner = y > 0 && x >= bytesPerPixel ? (pixels[at - stride - bytesPerPixel] ?? 0) : 0
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] ?? 0
      pixels[at] = ((raw[y * (stride + 1) + 1 + x] ?? 0) + predicted) & 255
    }
  }
  return pixels
}

const paeth = (left: number, up: number, corner: number): number => {
  const guess = left + up - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  if (a <= b && a <= c) return left
  return b <= c ? up : corner
}
