// The page: what it shows, and what its buttons do. Both variants have this one; they differ in session.js.
import { about, callApi, logIn, logOut, resume } from './session.js'

/** @param {string} id */
const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id))

/** @param {boolean} isLoggedIn @param {string} title */
const show = (isLoggedIn, title, words = '') => {
  at('title').textContent = title
  at('words').textContent = words
  at('welcome').hidden = isLoggedIn
  at('home').hidden = !isLoggedIn
}

/** Asks all at once, and tells in order what came back. @param {readonly string[]} paths */
const ask = async (...paths) => {
  const answers = await Promise.all(paths.map((path) => callApi(path)))
  const bodies = await Promise.all(answers.map((answer) => answer.text()))
  if (answers.some(({ status }) => status === 401)) return show(false, 'You are logged out', 'Please log in again.')
  at('steps').replaceChildren(...answers.map(({ status }, index) => step(paths[index], status, bodies[index])))
  if (paths[0] === '/me' && answers[0].ok) showPerson(JSON.parse(bodies[0]))
}

/**
 * Roles come from the API, which reads them in a token that it has verified. Here they are for show: whatever the page
 * hides or offers, it is the API that allows or refuses.
 * @param {{ sub: string, roles: string[], scope: string, expires_in: number }} person
 */
const showPerson = ({ sub, roles, scope, expires_in }) => {
  at('sub').textContent = sub
  at('roles').textContent = roles.join(', ') || 'none'
  at('scope').textContent = scope
  at('seconds').textContent = String(expires_in)
}

/** Text stays text: with textContent nothing that an API answers can become markup, let alone a script. */
const step = (path, status, body) => {
  const item = document.createElement('li')
  const line = document.createElement('code')
  const detail = document.createElement('pre')
  item.dataset.status = String(status)
  line.textContent = `GET ${path} `
  detail.textContent = pretty(body)
  item.append(line, String(status), detail)
  return item
}

const pretty = (body) => {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}

/** Runs what a button does; until it is done nothing else can be pressed. */
const when = (id, act) =>
  at(id).addEventListener('click', async () => {
    const buttons = document.querySelectorAll('button')
    for (const button of buttons) button.disabled = true
    at('words').textContent = ''
    await act().catch(failed)
    for (const button of buttons) button.disabled = false
  })

/** @param {Error} problem */
const failed = (problem) => {
  console.error(problem)
  at('words').textContent = `That did not work: ${problem.message}`
}

when('login', logIn)
when('logout', logOut)
when('me', () => ask('/me'))
when('five', () => ask('/me', '/me', '/me', '/me', '/me'))
when('reports', () => ask('/reports'))
at('about').textContent = about
addEventListener('logged-out', () => show(false, 'You are logged out'))

try {
  const isLoggedIn = await resume()
  if (isLoggedIn) show(true, 'You are logged in')
  else show(false, 'Welcome', 'This app knows nobody yet. Countersign asks who you are, and what this app may do.')
  if (isLoggedIn) await ask('/me')
} catch (problem) {
  show(false, 'The login failed')
  failed(/** @type {Error} */ (problem))
}
