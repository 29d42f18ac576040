// A login without a backend of one's own: a public client with PKCE, its tokens in memory only (OAuth 2.1 §4.1, RFC 7636,
// RFC 9207; OAuth 2.0 for Browser-Based Applications).
import { apiUrl, clientId, issuer, scope } from './config.js'

export const about = 'This page keeps its tokens in memory, and nowhere else.'

/**
 * Here and nowhere else. What is in localStorage outlives the page, and every script that ever runs on this origin can
 * carry it away; a refresh token there is a login for months. In memory it is gone with the page, and a reload costs a
 * redirect that nobody sees (`resume`). It is no shield against a script that runs while the page is open: if you have a
 * server, let that keep the tokens (../bff).
 * @type {{ access_token: string, refresh_token: string, id_token: string } | undefined}
 */
let tokens

/** Not a token: that somebody logged in here before, so that it is worth asking the server silently. */
const hint = 'was-logged-in'
const redirectUri = `${location.origin}/`
const otherTabs = new BroadcastChannel('session')

/** Finishes a login that comes back, or begins a silent one. @returns {Promise<boolean>} whether somebody is logged in */
export const resume = async () => {
  const answer = new URLSearchParams(location.search)
  if (answer.has('state')) return finish(answer)
  if (localStorage.getItem(hint) === null) return false
  // The server's session still knows the person. It answers without a page, or with an error: then a button is shown.
  location.replace(await begin({ prompt: 'none' }))
  return new Promise(() => {}) // This page is on its way out and has nothing more to show.
}

export const logIn = async () => location.assign(await begin())

/** Where to send the browser. */
const begin = async (more = {}) => {
  const { authorization_endpoint } = await metadata()
  const [state, verifier] = [random(), random()]
  // Must survive the redirect. Worth nothing without the code, which comes to this tab, once.
  sessionStorage.setItem(state, verifier)
  const challenge = base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)))
  const query = new URLSearchParams({
    ...{ response_type: 'code', client_id: clientId, redirect_uri: redirectUri, scope, resource: apiUrl, state },
    ...{ code_challenge: challenge, code_challenge_method: 'S256' },
    ...more,
  })
  return `${authorization_endpoint}?${query}`
}

/** What `prompt=none` is answered with where a person would have to do something. */
const needsPerson = ['login_required', 'consent_required', 'interaction_required', 'account_selection_required']

/** @param {URLSearchParams} answer */
const finish = async (answer) => {
  history.replaceState(null, '', location.pathname) // The code stays neither in the address bar nor in the history.
  const state = answer.get('state') ?? ''
  const verifier = sessionStorage.getItem(state)
  sessionStorage.removeItem(state)
  // Not begun by this tab, or finished already: somebody else's link, or an old page opened again. It is not followed.
  if (verifier === null) return false
  // With several servers, a bad one could pass off its own answer as another's (RFC 9207).
  if (answer.get('iss') !== issuer) throw new Error('The answer is not from the server that was asked.')
  const error = answer.get('error')
  if (error !== null) localStorage.removeItem(hint)
  if (needsPerson.includes(error)) return false
  if (error !== null) throw new Error(answer.get('error_description') ?? error)
  const fields = { code: answer.get('code'), redirect_uri: redirectUri, code_verifier: verifier }
  tokens = await post('token_endpoint', { grant_type: 'authorization_code', ...fields })
  localStorage.setItem(hint, 'yes')
  return true
}

/** Asks the API; where the access token has expired, refreshes once and asks again. @param {string} path */
export const callApi = async (path) => {
  const used = tokens?.access_token
  const answer = await ask(path, used)
  if (answer.status !== 401 || tokens === undefined) return answer
  // Five calls may find the token expired: the first refreshes, all wait for it, and a late one finds it done.
  if (tokens.access_token === used) await refreshOnce()
  return tokens === undefined ? answer : ask(path, tokens.access_token)
}

const ask = (path, token) => fetch(apiUrl + path, { headers: { authorization: `Bearer ${token}` } })

/** @type {Promise<void> | undefined} */
let refreshing

const refreshOnce = () => {
  refreshing ??= refresh().finally(() => {
    refreshing = undefined
  })
  return refreshing
}

const refresh = async () => {
  try {
    const { refresh_token } = tokens
    // The old one is spent. If the answer is lost, asking again with the old one gets the same new one.
    tokens = { ...tokens, ...(await post('token_endpoint', { grant_type: 'refresh_token', refresh_token })) }
  } catch (problem) {
    // Only a refusal ends the login. A server that does not answer now may answer in a minute.
    if (problem.code !== 'invalid_grant') throw problem
    tokens = undefined
  }
}

/** Ends it at the server, not just here: a copy of the refresh token, wherever it may be, is worth nothing now. */
export const logOut = async () => {
  const { id_token, refresh_token } = tokens ?? {}
  const { end_session_endpoint } = await metadata()
  forget()
  otherTabs.postMessage('logged out')
  if (refresh_token !== undefined) await post('revocation_endpoint', { token: refresh_token }).catch(console.error)
  // The server's own session ends too, and what other tabs hold with it; otherwise the next click would log in again.
  const query = new URLSearchParams({
    ...{ client_id: clientId, post_logout_redirect_uri: redirectUri },
    ...(id_token && { id_token_hint: id_token }),
  })
  location.assign(`${end_session_endpoint}?${query}`)
}

const forget = () => {
  tokens = undefined
  localStorage.removeItem(hint)
}

// Tabs share no tokens, so they never fight over one that rotates: each has a login of its own. Only the end is shared.
otherTabs.onmessage = () => {
  forget()
  dispatchEvent(new Event('logged-out'))
}

// A page that closes or reloads hands its refresh token back: nobody has it any more. (`persisted` pages may come back.)
addEventListener('pagehide', ({ persisted }) => {
  if (persisted || tokens === undefined || known === undefined) return
  const body = new URLSearchParams({ client_id: clientId, token: tokens.refresh_token })
  navigator.sendBeacon(known.revocation_endpoint, body)
})

/** The server's metadata (RFC 8414): where everything is. */
let known
const metadata = async () => {
  known ??= await read(await fetch(`${issuer}/.well-known/oauth-authorization-server`))
  return known
}

const post = async (endpoint, fields) => {
  const body = new URLSearchParams({ client_id: clientId, ...fields })
  return read(await fetch((await metadata())[endpoint], { method: 'POST', body }))
}

const read = async (response) => {
  const body = await response.json().catch(() => ({}))
  if (response.ok) return body
  throw Object.assign(new Error(body.error_description ?? `answer ${response.status}`), { code: body.error })
}

const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)))

const base64url = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
