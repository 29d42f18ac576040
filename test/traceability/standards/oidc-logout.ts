// What OpenID Connect RP-Initiated Logout and Back-Channel Logout demand of a provider.
import type { Standard } from '../requirement.ts'

export const rpInitiatedLogout: Standard = {
  name: 'RP-Initiated Logout',
  title: 'OpenID Connect RP-Initiated Logout 1.0',
  isWhole: true,
  requirements: [
    { section: '§2', must: 'GET and POST', shownBy: 'RP-Initiated Logout §2: POST becomes GET' },
    {
      section: '§2',
      must: 'an id_token_hint was issued here; it may have expired',
      shownBy: 'RP-Initiated Logout §2, §4: hints that are none',
    },
    {
      section: '§2',
      must: 'client_id is the one that the hint was issued to',
      shownBy: 'RP-Initiated Logout §2: client_id must be the client that the ID token was issued to',
    },
    {
      section: '§2',
      must: 'post_logout_redirect_uri was registered',
      shownBy: 'RP-Initiated Logout §2, §3: addresses that are not registered: no open redirect',
    },
    {
      section: '§2',
      must: 'without a hint, or with one of another session or person, the person is asked',
      shownBy: 'RP-Initiated Logout §2, §6: when the person is asked',
    },
    {
      section: '§2',
      must: 'after a yes the session ends',
      shownBy: 'RP-Initiated Logout §2, §6: without a hint the person is asked, and told where it leads',
    },
    {
      section: '§2.1',
      must: 'the metadata names end_session_endpoint',
      shownBy: 'RP-Initiated Logout §2.1, Back-Channel Logout §2.1: logouts are promised',
    },
    {
      section: '§3',
      must: 'nobody is sent to an address that is not exactly a registered one',
      shownBy: 'RP-Initiated Logout §3: a person is sent to exactly what is registered, and nowhere else',
    },
    {
      section: '§3',
      must: 'without a hint, nobody is sent on unless the way is known to be right in another way',
      shownBy: 'RP-Initiated Logout §3, RFC 9700 §4.11: a stranger’s registration alone sends nobody anywhere',
    },
    { section: '§3', must: 'state comes along', shownBy: 'RP-Initiated Logout §3: state goes back as it came' },
    {
      section: '§4',
      must: 'what fails a check is not used; after an error there is no redirect',
      shownBy: 'RP-Initiated Logout §2, §4: clients that are not who asked, unknown, or disabled',
    },
  ],
}

export const backChannelLogout: Standard = {
  name: 'Back-Channel Logout',
  title: 'OpenID Connect Back-Channel Logout 1.0',
  isWhole: true,
  requirements: [
    {
      section: '§2.1',
      must: 'sid is one for each session and client',
      shownBy: 'Back-Channel Logout §2.1: one per session and client',
    },
    {
      section: '§2.2',
      must: 'the address is absolute, https, without a fragment; its query stays',
      shownBy: 'Back-Channel Logout §2.2: where logouts lead',
    },
    {
      section: '§2.4',
      must: 'iss, aud, iat, exp, jti, events; sub or sid; no nonce',
      shownBy: 'Back-Channel Logout §2.4: all that is required, and nothing that is forbidden',
    },
    {
      section: '§2.4',
      must: 'signed, as the client’s ID tokens are, never with none',
      shownBy: 'Back-Channel Logout §2.4, §2.6: the client’s own algorithm',
    },
    {
      section: '§2.5',
      must: 'a POST of a form with logout_token',
      shownBy: 'Back-Channel Logout §2.4, §2.5: a logout token, before the logout is answered',
    },
    {
      section: '§2.6',
      must: 'the token passes the checks of a client',
      shownBy: 'Back-Channel Logout §2.5, §2.6, a logout elsewhere ends its session',
    },
    {
      section: '§2.7',
      must: 'refresh tokens end with the session, those with offline_access do not',
      shownBy: 'Back-Channel Logout §2.7: families without offline_access end',
    },
    {
      section: '§2.8',
      must: '200 is a yes, 400 a no; what the app says of it is kept',
      shownBy: 'Back-Channel Logout §2.8: 200 and 204 are a yes, 400 a no for good',
    },
  ],
}
