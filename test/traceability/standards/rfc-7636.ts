// What RFC 7636 (PKCE) demands of a server.
import type { Standard } from '../requirement.ts'

export const rfc7636: Standard = {
  name: 'RFC 7636',
  title: 'Proof Key for Code Exchange',
  isWhole: true,
  requirements: [],
}
