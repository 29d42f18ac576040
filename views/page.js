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

const password = document.querySelector('#password')
const toggle = document.querySelector('#show-password')
if (password && toggle) {
  toggle.hidden = false
  const show = (visible) => {
    password.type = visible ? 'text' : 'password'
    toggle.textContent = visible ? 'Hide' : 'Show'
    toggle.setAttribute('aria-label', visible ? 'Hide password' : 'Show password')
  }
  toggle.addEventListener('click', () => show(password.type === 'password'))
  // Browsers offer to keep what stands in a password field, and only there.
  password.form.addEventListener('submit', () => show(false))
}

// A page that was left open for long gets a fresh form before anyone types into it.
const fresh = document.querySelector('form[data-fresh]')?.dataset.fresh
addEventListener('visibilitychange', () => {
  const isStale = Date.now() - shownAt > staleAfterMillis
  if (document.visibilityState === 'visible' && isStale && fresh && !password?.value) location.replace(fresh)
})
