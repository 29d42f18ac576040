// A box that seals nothing: for tests of what stands inside, where the real seal is not the point.
import type { SealedBox } from '../../src/http/parts.ts'

const mark = 'sealed '

export const plainBox: SealedBox = {
  seal: (plain) => mark + plain,
  open: (text) => (text.startsWith(mark) ? text.slice(mark.length) : undefined),
}
