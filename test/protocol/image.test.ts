// Images: told by their own bytes, bounded in bytes and points (PNG §5.2, JPEG ITU-T T.81 §B.2.2, WebP RFC 9649 §2.5).
import t from 'tap'
import { mostLogoBytes, readLogo } from '../../src/protocol/image.ts'
import { jpeg, png, webp } from '../support/pictures.ts'

t.test('PNG, JPEG and all three kinds of WebP are known, with their size', async (t) => {
  t.same(readLogo(png(64, 48)), { mediaType: 'image/png', width: 64, height: 48 })
  t.same(readLogo(jpeg(300, 200)), { mediaType: 'image/jpeg', width: 300, height: 200 })
  for (const kind of ['VP8 ', 'VP8L', 'VP8X'] as const)
    t.same(readLogo(webp(kind, 120, 1024)), { mediaType: 'image/webp', width: 120, height: 1024 }, kind)
})

t.test('everything else is refused, whatever it is called', async (t) => {
  t.match(readLogo(Buffer.alloc(0)), 'Choose a picture')
  t.match(readLogo(Buffer.concat([png(8, 8), Buffer.alloc(mostLogoBytes)])), 'larger than 100 KB')
  t.match(readLogo(png(1025, 8)), 'at most 1024')
  t.match(readLogo(png(0, 8)), 'at most 1024')
  t.match(readLogo(jpeg(65_535, 65_535)), 'at most 1024')
  const strange = [
    '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    '<!doctype html><script>alert(1)</script>',
    'GIF89a\x01\0\x01\0',
    'RIFF\0\0\0\0WEBPJUNK',
    '\x89PNG\r\n\x1a\n',
    '\xff\xd8\xff\xe0\0\0',
    '\xff\xd8<script>',
  ]
  for (const text of strange)
    t.match(readLogo(Buffer.from(text.padEnd(64, ' '), 'latin1')), 'no PNG, JPEG or WebP', text)
  for (let cut = 1; cut < 20; cut += 1) {
    t.type(readLogo(jpeg(8, 8).subarray(0, cut)), 'string', `a JPEG of ${cut} bytes`)
    t.ok(readLogo(webp('VP8X', 8, 8).subarray(0, cut)), `a WebP of ${cut} bytes`)
  }
})
