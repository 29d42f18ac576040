// What RFC 8628 (device authorization grant) demands of a server. Its defences against guessing and phishing are only recommended
// (§5); they are here all the same.
import type { Standard } from '../requirement.ts'

export const rfc8628: Standard = {
  name: 'RFC 8628',
  title: 'OAuth 2.0 Device Authorization Grant',
  isWhole: true,
  requirements: [
    {
      section: '§3.1',
      must: 'the client authenticates as at the token endpoint; a public one names itself',
      shownBy: 'RFC 8628 §3.1: the client authenticates as at /token',
    },
    {
      section: '§3.1',
      must: 'parameters that are unknown are ignored, those without a value count as absent',
      shownBy: 'RFC 8628 §3.1: the client authenticates as at /token',
    },
    {
      section: '§3.1',
      must: 'a form by POST, no parameter twice',
      shownBy: 'RFC 8628 §3.1: a form, each parameter once, POST alone',
    },
    { section: '§3.1', must: 'TLS', shownBy: 'RFC 8628 §3.1, OIDC Core §3.1.2' },
    {
      section: '§3.2',
      must: 'device_code, user_code, verification_uri and expires_in, as JSON with 200; a new code each time',
      shownBy: 'RFC 8628 §3.2: the response',
    },
    {
      section: '§3.3',
      must: 'a person types the code, logs in, and is asked; until then nothing is allowed',
      shownBy: 'RFC 8628 §3.3: typed as people type',
    },
    {
      section: '§3.3.1',
      must: 'verification_uri_complete saves the typing, not the question',
      shownBy: 'RFC 8628 §3.3.1: verification_uri_complete asks just as much',
    },
    {
      section: '§3.4',
      must: 'device_code is needed, and only its own client gets anything for it, authenticated as registered',
      shownBy: 'RFC 8628 §3.4: only the client that asked',
    },
    {
      section: '§3.5',
      must: 'authorization_pending until there is an answer; tokens after it, once',
      shownBy: 'RFC 8628 §3.4, §3.5: pending, slow_down that stays, tokens once, then nothing',
    },
    {
      section: '§3.5',
      must: 'slow_down adds 5 seconds to the interval, for this and all later polls',
      shownBy: 'RFC 8628 §3.5: the interval grows by 5 s with each poll that comes too soon, and stays',
    },
    {
      section: '§3.5',
      must: 'access_denied after a no, expired_token after the end',
      shownBy: 'RFC 8628 §3.5: access_denied, expired_token',
    },
    {
      section: '§4',
      must: 'the metadata names endpoint and grant',
      shownBy: 'RFC 8628 §4: the metadata document names endpoint and grant',
    },
    {
      section: '§5.1',
      must: 'user codes are not found by guessing: guesses are limited',
      shownBy: 'RFC 8628 §5.1: guesses count for the account',
    },
    {
      section: '§5.2',
      must: 'device codes are not found by guessing: 256 bits',
      shownBy: 'RFC 8628 §5.2, RFC 7592 §5, OAuth 2.1 §2.4.1, §7.7: a token has its prefix and 256 bits, an id 128',
    },
    {
      section: '§5.4',
      must: 'people are told which app and device ask, and to beware of codes that others sent',
      shownBy: 'RFC 8628 §5.4: the page tells which app',
    },
    {
      section: '§6.1',
      must: 'codes without vowels and look-alikes, read without regard to case and dashes',
      shownBy: 'RFC 8628 §6.1: forgiving of case, spaces and dashes, and of nothing else',
    },
  ],
}
