// Web origins: which pages' scripts may read what we answer to a client (Fetch Standard §3.2, RFC 6454 §6).

/** Why this is no origin that a browser would send; undefined if it is one. Only the exact form can ever match. */
export const webOriginProblem = (origin: string): string | undefined => {
  const url = origin.length <= 300 ? URL.parse(origin) : null
  // A URL may have a wildcard for a host; no origin that is sent ever has one.
  if (url === null || !/^https?:\/\/([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d+)?$/.test(url.origin))
    return 'is not an origin like https://app.example'
  return url.origin === origin ? undefined : `is not an origin as browsers send it: use ${url.origin}`
}

/** Compared byte by byte. `null` is what any sandboxed frame sends, and can never be registered. */
export const allowsOrigin = (webOrigins: readonly string[], origin: string): boolean =>
  webOrigins.length === 0 || webOrigins.includes(origin)
