// Public addresses: where the server may connect to on a stranger's word. Deny by default (RFC 6890's special-purpose addresses are not public).
import ipaddr from 'ipaddr.js'

export type Allowed = 'public' | 'public-and-loopback' | 'loopback'

/** IPv6 that is routed between networks (RFC 4291 §2.4); IPv4-compatible addresses and whatever comes next are outside. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')

/** For an address as the resolver or a URL writes it: dotted IPv4, or IPv6 without brackets. */
export const isAllowed = (address: string, allowed: Allowed): boolean => {
  const kind = kindOf(address)
  return allowed === 'public-and-loopback' ? kind !== 'other' : kind === allowed
}

const kindOf = (address: string): 'public' | 'loopback' | 'other' => {
  // A zone names an interface of this machine; weird IPv4 notations mean different things to different readers.
  if (address.includes('%')) return 'other'
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return kindOfRange(ipaddr.IPv4.parse(address).range())
  if (!ipaddr.IPv6.isValid(address)) return 'other'
  const parsed = ipaddr.IPv6.parse(address)
  // What wraps an IPv4 address (mapped, NAT64, 6to4, Teredo) has a range of its own, and so is refused.
  const kind = kindOfRange(parsed.range())
  return kind === 'public' && !parsed.match(globalUnicast) ? 'other' : kind
}

const kindOfRange = (range: string): 'public' | 'loopback' | 'other' => {
  if (range === 'unicast') return 'public'
  return range === 'loopback' ? 'loopback' : 'other'
}
