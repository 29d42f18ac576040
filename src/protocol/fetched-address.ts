// Addresses that this server itself asks: a client's keys, its sector, its logout endpoint (RFC 7591 §5, OpenID Connect Back-Channel Logout §2.2).
const maxLength = 2048
const loopback = /^(127\.0\.0\.1|\[::1\]|localhost)$/

/**
 * Why an address cannot be asked; undefined if it can. Whether its host leads to a public machine shows only when it is asked.
 * @param fetchLoopback whether DANGER_FETCH_LOOPBACK opens this machine
 */
export const fetchedAddressProblem = (text: string, fetchLoopback: boolean): string | undefined => {
  if (text.length > maxLength) return `is longer than ${maxLength} characters`
  const url = /^[\x21-\x7e]+$/.test(text) ? URL.parse(text) : null
  if (url === null) return 'is not an address'
  const allowed =
    url.protocol === 'https:' || (url.protocol === 'http:' && fetchLoopback && loopback.test(url.hostname))
  if (!allowed) return 'is not an https address'
  if (url.username !== '' || url.password !== '') return 'contains a user name'
  if (text.includes('#')) return 'has a fragment'
  return undefined
}
