// Names to addresses, asked of the name servers without Node's thread pool: a stranger's slow name server must not hold up argon2 or signing.
import { Resolver } from 'node:dns/promises'

export type Address = Readonly<{ address: string; family: number }>
export type Lookup = (hostname: string, signal: AbortSignal) => Promise<readonly Address[]>

const mostAddresses = 8

/** IPv4 first: a machine without IPv6 need not find that out each time. `servers`: instead of the machine's own. */
export const resolvingNames =
  (servers?: readonly string[]): Lookup =>
  async (hostname, signal) => {
    // RFC 6761 §6.3: these names are the machine itself, whatever a name server says.
    if (/(^|\.)localhost\.?$/.test(hostname)) return [ipv4('127.0.0.1'), ipv6('::1')]
    // Made anew each time: the machine's name servers may change while it runs.
    const resolver = new Resolver({ timeout: 2000, tries: 2 })
    if (servers !== undefined) resolver.setServers(servers)
    const cancel = (): void => resolver.cancel()
    signal.addEventListener('abort', cancel, { once: true })
    try {
      const [four, six] = await Promise.all([
        resolver.resolve4(hostname).catch(() => []),
        resolver.resolve6(hostname).catch(() => []),
      ])
      return [...four.slice(0, mostAddresses / 2).map(ipv4), ...six.slice(0, mostAddresses / 2).map(ipv6)]
    } finally {
      signal.removeEventListener('abort', cancel)
    }
  }

const ipv4 = (address: string): Address => ({ address, family: 4 })
const ipv6 = (address: string): Address => ({ address, family: 6 })
