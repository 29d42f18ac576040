// The page's side of a backend-for-frontend: no token ever comes here. The backend has them, and the cookie is out of
// any script's sight.

export const about = 'A backend keeps the tokens. This page has never seen one.'

/** @returns {Promise<boolean>} whether somebody is logged in */
export const resume = async () => {
  const refused = new URLSearchParams(location.search).get('refused')
  history.replaceState(null, '', location.pathname)
  if (refused === 'access_denied') throw new Error('You did not allow it, so this app got nothing.')
  if (refused !== null) throw new Error('Countersign refused. Please try again.')
  const { status } = await callApi('/me')
  return status !== 401
}

export const logIn = async () => location.assign('/login')

/** Refreshing is the backend's work. A 401 means that the login is over. @param {string} path */
export const callApi = (path) => send(`/api${path}`)

export const logOut = async () => {
  const { location: next } = await (await send('/logout', { method: 'POST' })).json()
  // On to the server, whose session ends too; otherwise the next click would log in again.
  location.assign(next)
}

/** A form cannot send this header, and a script of another origin may not: so the backend knows that it was this page. */
const send = (url, init = {}) => fetch(url, { ...init, headers: { 'x-requested-by': 'page' } })
