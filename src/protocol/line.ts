// Line: text that people read in one line, and that can neither hide nor pose as something else.

/** Nothing that ends a line, hides, or turns the reading direction. */
export const isLine = (text: string, most: number): boolean =>
  text.trim() !== '' && Array.from(text).length <= most && !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text)
