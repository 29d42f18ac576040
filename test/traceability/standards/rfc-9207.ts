// What RFC 9207 (issuer identification) demands of a server.
import type { Standard } from '../requirement.ts'

export const rfc9207: Standard = {
  name: 'RFC 9207',
  title: 'Authorization Server Issuer Identification',
  isWhole: true,
  requirements: [
    {
      section: '§2',
      must: 'iss in every authorization response',
      shownBy: 'RFC 9207 §2, RFC 9700 §4.4.2.1: nobody logs in',
    },
    { section: '§2', must: 'in errors too', shownBy: 'RFC 9207 §2: iss in success and in errors' },
    { section: '§2', must: 'iss is an https URL without query or fragment', shownBy: 'RFC 9207 §2: ISSUER is https' },
    {
      section: '§2.3',
      must: 'it is the issuer of the metadata, which say that it is sent',
      shownBy: 'RFC 9207 §2.3, §3, RFC 9700 §2.1.1, §4.7.1, OAuth 2.1 §7.10: the document',
    },
    {
      section: '§3',
      must: 'authorization_response_iss_parameter_supported',
      shownBy: 'RFC 9207 §2.3, §3, RFC 9700 §2.1.1, §4.7.1, OAuth 2.1 §7.10: the document',
    },
  ],
}
