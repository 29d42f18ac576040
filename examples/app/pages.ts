// The app's pages: plain HTML, no script.
import { decodeJwt } from 'jose'
import type { Step } from './ask-api.ts'
import type { Tokens } from './countersign.ts'

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const text = (value: string): string => value.replace(/[&<>"']/g, (character) => escapes[character] ?? '')

const page = (title: string, main: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${text(title)} · Example app</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header><a href="/">Example app</a></header>
<main>
<h1>${text(title)}</h1>
${main}
</main>
</body>
</html>
`

const logInLink = '<a class="button" id="login" href="/login">Log in with Countersign</a>'

export const loggedOutPage = (): string =>
  page(
    'Welcome',
    `<p>This app knows nobody yet. Countersign asks who you are, and what this app may do.</p>\n${logInLink}`,
  )

export const messagePage = (title: string, words: string): string => page(title, `<p>${text(words)}</p>\n${logInLink}`)

export const answerPage = (tokens: Tokens, refreshes: number, steps: readonly Step[]): string => {
  // An app should treat an access token as opaque (RFC 9068 §6). This one opens it, so that you can see what is inside.
  const claims = decodeJwt(tokens.accessToken)
  const seconds = Math.max(0, Math.ceil((tokens.expiresAt.getTime() - Date.now()) / 1000))
  return page(
    'You are logged in',
    `<dl>
<dt>Who</dt><dd><code id="sub">${text(String(claims.sub))}</code></dd>
<dt>Allowed</dt><dd><code id="scope">${text(tokens.scope)}</code></dd>
<dt>Access token</dt><dd><strong id="seconds">${seconds}</strong> seconds left</dd>
<dt>Refreshed</dt><dd><strong id="refreshes">${refreshes}</strong> ${refreshes === 1 ? 'time' : 'times'}</dd>
</dl>
<h2>What the app and the API said</h2>
<ol class="steps">
${steps.map(stepItem).join('\n')}
</ol>
<p class="actions">
<a class="button" id="me" href="/">Ask the API who I am</a>
<a class="button" id="reports" href="/reports">Read my reports</a>
</p>
<form method="post" action="/logout" id="logout"><button>Log out</button></form>
<details><summary>Inside the access token</summary>
<pre>${text(JSON.stringify(claims, null, 2))}</pre>
</details>`,
  )
}

const stepItem = (step: Step): string => {
  switch (step.kind) {
    case 'refreshed':
      return '<li data-step="refreshed">The app used its refresh token and got a new access token.</li>'
    case 'ended':
      return `<li data-step="ended">The refresh was refused: ${text(step.words)}</li>`
    case 'unreachable':
      return `<li data-step="unreachable"><code>GET ${text(step.path)}</code>: the API did not answer.</li>`
    case 'answer':
      return `<li data-step="${step.status}"><code>GET ${text(step.path)}</code> <b>${step.status}</b>${answerDetail(step)}</li>`
  }
}

const answerDetail = (step: Extract<Step, { kind: 'answer' }>): string => {
  if (step.challenge === null) return `\n<pre>${text(pretty(step.body))}</pre>`
  const challenge = `\n<pre>${text(step.challenge)}</pre>`
  if (step.status !== 403) return challenge
  return `${challenge}\n<a class="button" id="allow-reports" href="/login?for=reports">Ask for permission to read reports</a>`
}

const pretty = (body: string): string => {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}
