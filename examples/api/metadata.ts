// What a client must know to get a token for this API, where clients look for it (RFC 9728).

type Settings = Readonly<{ issuer: string; audience: string }>

export const protectedResource = ({ issuer, audience }: Settings) => {
  const { origin, pathname } = new URL(audience)
  // §3.1: well-known goes between the host and the path.
  const path = `/.well-known/oauth-protected-resource${pathname === '/' ? '' : pathname}`
  return {
    path,
    url: origin + path,
    metadata: {
      resource: audience,
      resource_name: 'Example API',
      authorization_servers: [issuer],
      scopes_supported: ['reports:read'],
      bearer_methods_supported: ['header'],
    },
  }
}
