// Addresses: what counts as one visitor. An IPv6 subscriber owns a /64, so single addresses would count nothing (RFC 6177).
import ipaddr from 'ipaddr.js'

/** The address itself for IPv4 (mapped ones too), the /64 for IPv6. */
export const addressGroup = (address: string): string => {
  if (!ipaddr.isValid(address)) return 'unknown'
  const parsed = ipaddr.process(address)
  if (parsed instanceof ipaddr.IPv6)
    return `${parsed.parts
      .slice(0, 4)
      .map((part) => part.toString(16))
      .join(':')}::/64`
  return parsed.toString()
}

/** Enough to recognize a place by, and not whose line it is: `203.0.113.*` or `2001:db8:12:*`; null where nothing is known. */
export const roughAddress = (address: string): string | null => {
  if (!ipaddr.isValid(address)) return null
  const parsed = ipaddr.process(address)
  return parsed instanceof ipaddr.IPv6
    ? `${parsed.parts
        .slice(0, 3)
        .map((part) => part.toString(16))
        .join(':')}:*`
    : `${parsed.octets.slice(0, 3).join('.')}.*`
}
