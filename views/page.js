// A little help, where there is script. Every page works without it.
const staleAfterMillis = 50 * 60 * 1000
const shownAt = Date.now()

// A second press while the first is under way would only log in twice.
for (const form of document.forms) {
  let sentAt = 0
  form.addEventListener('submit', (event) => {
    if (Date.now() - sentAt < 8000) event.preventDefault()
    else sentAt = Date.now()
  })
  addEventListener('pageshow', () => {
    sentAt = 0
  })
}

for (const toggle of document.querySelectorAll('button[data-other-label]')) {
  const password = document.getElementById(toggle.getAttribute('aria-controls'))
  const shown = [toggle.textContent, toggle.getAttribute('aria-label')]
  toggle.hidden = false
  const show = (visible) => {
    password.type = visible ? 'text' : 'password'
    const [word, label] = visible ? [toggle.dataset.other, toggle.dataset.otherLabel] : shown
    toggle.textContent = word
    toggle.setAttribute('aria-label', label)
  }
  toggle.addEventListener('click', () => show(password.type === 'password'))
  // Browsers offer to keep what stands in a password field, and only there.
  password.form.addEventListener('submit', () => show(false))
}

// A page that was left open for long gets a fresh form before anyone types into it.
const password = document.querySelector('#password')
const fresh = document.querySelector('form[data-fresh]')?.dataset.fresh
addEventListener('visibilitychange', () => {
  const isStale = Date.now() - shownAt > staleAfterMillis
  if (document.visibilityState === 'visible' && isStale && fresh && !password?.value) location.replace(fresh)
})

// Times are written in UTC; here the person's own zone is known.
for (const time of document.querySelectorAll('time[data-local]')) {
  const minutes = time.dataset.local === 'minute' && { hour: 'numeric', minute: '2-digit' }
  const format = new Intl.DateTimeFormat(document.documentElement.lang, {
    ...{ year: 'numeric', month: 'long', day: 'numeric' },
    ...minutes,
  })
  time.textContent = format.format(new Date(time.dateTime))
}

for (const button of document.querySelectorAll('button[data-copy]')) {
  const source = document.querySelector(button.dataset.copy)
  const word = button.textContent
  button.hidden = !navigator.clipboard
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(source.textContent.trim())
    button.textContent = button.dataset.done
    setTimeout(() => {
      button.textContent = word
    }, 2000)
  })
}

// What the server would say of redirect URIs, while they are typed; the words are the server's own.
for (const field of document.querySelectorAll('textarea[data-check]')) {
  const words = document.getElementById(`${field.id}-problem`)
  let asked = 0
  const ask = async () => {
    const mine = ++asked
    const chosen = field.form.querySelector('input[name=kind]:checked')
    const body = new URLSearchParams({ kind: field.dataset.kind || chosen?.value || '', uris: field.value })
    const answer = await fetch(field.dataset.check, { method: 'POST', body }).catch(() => undefined)
    if (!answer?.ok || mine !== asked) return
    const { problems } = await answer.json()
    words.textContent = problems.join(' ')
    words.hidden = problems.length === 0
    if (problems.length > 0) field.setAttribute('aria-invalid', 'true')
    else field.removeAttribute('aria-invalid')
  }
  let timer
  field.form.addEventListener('input', ({ target }) => {
    if (target !== field && target.name !== 'kind') return
    clearTimeout(timer)
    timer = setTimeout(ask, 400)
  })
}

for (const button of document.querySelectorAll('button[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => print())
}

// Figures that go on by themselves while somebody looks; for an hour, so that a forgotten window keeps no login alive.
const liveParts = (root) => [...root.querySelectorAll('[data-live]')]
if (liveParts(document).length > 0) {
  const everyMillis = 15_000
  let left = 240
  const timer = setInterval(async () => {
    if (document.visibilityState !== 'visible') return
    if (--left < 1) clearInterval(timer)
    const answer = await fetch(location.href).catch(() => undefined)
    if (answer === undefined || answer.status >= 500) return
    if (!answer.ok || answer.redirected) return clearInterval(timer)
    const fresh = liveParts(new DOMParser().parseFromString(await answer.text(), 'text/html'))
    for (const [at, part] of liveParts(document).entries()) part.replaceChildren(...(fresh[at]?.childNodes ?? []))
  }, everyMillis)
}
