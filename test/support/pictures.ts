// Pictures: the heads of files that decoders take for a picture of that size (PNG §5.2, JPEG §B.2.2, WebP RFC 9649 §2.5).

const u16 = (number: number): Buffer => Buffer.of(number >> 8, number & 255)
const u32 = (number: number): Buffer => Buffer.concat([u16(number >>> 16), u16(number & 0xffff)])

export const png = (width: number, height: number): Buffer =>
  Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'),
    u32(width),
    u32(height),
    Buffer.from('\x08\x02\0\0\0\0\0\0\0', 'latin1'),
  ])

/** With a comment before the frame's header, as cameras write one. */
export const jpeg = (width: number, height: number): Buffer =>
  Buffer.concat([
    Buffer.of(0xff, 0xd8, 0xff, 0xfe, 0, 6, 1, 2, 3, 4, 0xff, 0xff, 0xc0, 0, 17, 8),
    u16(height),
    u16(width),
    Buffer.alloc(10),
  ])

export const webp = (kind: 'VP8 ' | 'VP8L' | 'VP8X', width: number, height: number): Buffer => {
  const bytes = Buffer.alloc(40)
  bytes.write('RIFF')
  bytes.write(`WEBP${kind}`, 8)
  if (kind === 'VP8X') {
    bytes.writeUIntLE(width - 1, 24, 3)
    bytes.writeUIntLE(height - 1, 27, 3)
  } else if (kind === 'VP8 ') {
    bytes.writeUInt16LE(width, 26)
    bytes.writeUInt16LE(height, 28)
  } else bytes.writeUInt32LE((width - 1) | ((height - 1) << 14), 21)
  return bytes
}
