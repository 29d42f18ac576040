// What RFC 7592 (management of registrations) demands of a server.
import type { Standard } from '../requirement.ts'

export const rfc7592: Standard = {
  name: 'RFC 7592',
  title: 'OAuth 2.0 Dynamic Client Registration Management Protocol',
  isWhole: true,
  requirements: [
    {
      section: '§2',
      must: 'each request brings the registration access token of that very client',
      shownBy: 'RFC 7592 §2, §2.1, §2.2, §2.3: management without the right token',
    },
    {
      section: '§2.1',
      must: 'GET is answered with 200 and what is registered now',
      shownBy: 'RFC 7592 §2.1, §3: its token reads it',
    },
    {
      section: '§2.1',
      must: 'a wrong token gets the error of RFC 6750',
      shownBy: 'RFC 7592 §2, §2.1, §2.2, §2.3: management without the right token',
    },
    {
      section: '§2.1',
      must: 'a client that does not exist is 401, and looks like a wrong token',
      shownBy: 'RFC 7592 §2.1: an unknown client, a wrong token and none look the same',
    },
    {
      section: '§2.1',
      must: 'a client that may not read its record is refused',
      shownBy: 'RFC 7592 §2.1: a disabled client manages nothing',
    },
    {
      section: '§2.2',
      must: 'an update names its own client_id',
      shownBy: 'RFC 7592 §2.2: an update names its client',
    },
    {
      section: '§2.2',
      must: 'an update holds no registration token or URI, and none of the server’s dates',
      shownBy: 'RFC 7592 §2.2: an update replaces, and what it leaves out is gone',
    },
    {
      section: '§2.2',
      must: 'no client overwrites its secret with one of its own choice; a secret that is sent is the current one',
      shownBy: 'RFC 7592 §2.2: an update replaces, and what it leaves out is gone',
    },
    {
      section: '§2.2',
      must: 'values replace those from before; what is left out is deleted',
      shownBy: 'RFC 7592 §2.2: an update replaces, and what it leaves out is gone',
    },
    {
      section: '§2.2',
      must: 'what was read can be sent back; values that the server replaced are returned',
      shownBy: 'RFC 7592 §2.2: what is read can be sent back, and changes nothing',
    },
    {
      section: '§2.2',
      must: 'what only the server decides is not changed by an update',
      shownBy: 'RFC 7592 §2.2: an update replaces the metadata, and nothing that the server decided',
    },
    {
      section: '§2.2',
      must: 'wrong metadata is refused as in registration; a wrong token as by RFC 6750',
      shownBy: 'RFC 7592 §2, §2.1, §2.2, §2.3: management without the right token',
    },
    {
      section: '§2.3',
      must: 'DELETE is answered with 204; client_id, secret and token are worth nothing from then on',
      shownBy: 'RFC 7592 §2.3, §5: removed, it and all that it was given are gone',
    },
    {
      section: '§2.3',
      must: 'codes and refresh tokens go along',
      shownBy: 'RFC 7592 §2.3: a removed client takes its secrets, consents, codes and families along',
    },
    {
      section: '§3',
      must: 'every answer has the whole registration_client_uri and the registration_access_token',
      shownBy: 'RFC 7592 §2.1, §3: its token reads it, at the address that came with it',
    },
    { section: '§5', must: 'TLS', shownBy: 'RFC 7592 §5, RFC 8628 §3.1' },
    {
      section: '§5',
      must: 'the registration access token cannot be guessed',
      shownBy: 'RFC 7592 §5, OAuth 2.1 §2.4.1, §7.7: a token has its prefix and 256 bits, an id 128',
    },
    {
      section: '§5',
      must: 'the token of a removed client ends with it: 401',
      shownBy: 'RFC 7592 §2.3, §5: removed, it and all that it was given are gone',
    },
  ],
}
