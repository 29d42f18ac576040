// References: as people copy what was shown with a refusal.

/**
 * With the word before it, capitals, spaces, hyphens, and the letters that Crockford's alphabet leaves out for their look.
 * Undefined where it can be none.
 */
export const readReference = (text: string): string | undefined => {
  const printed = text
    .toLowerCase()
    .replace(/^.*\breference\b/s, '')
    .replace(/[^0-9a-z]/g, '')
    .replace(/o/g, '0')
    .replace(/[il]/g, '1')
  return /^.{1,64}$/.test(printed) ? printed : undefined
}
