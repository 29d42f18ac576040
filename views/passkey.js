// Passkeys: asks the browser for one, and posts what it answers. Without it every page has another way.
const { browserSupportsWebAuthn, browserSupportsWebAuthnAutofill, startAuthentication, startRegistration } =
  SimpleWebAuthnBrowser

const form = document.querySelector('form[data-passkey]')

const send = (answer) => {
  form.elements.answer.value = JSON.stringify(answer)
  form.requestSubmit()
}

const begin = (form) => {
  const optionsJSON = JSON.parse(form.dataset.options)
  const isNew = form.dataset.passkey === 'create'
  const failed = form.querySelector('[data-failed]')
  form.hidden = false
  // Where it is the only way, Enter is enough. A field that is to have the focus gets it when the browser paints: after this.
  const isFree = document.activeElement === document.body && !document.querySelector('[autofocus]')
  if (form.id === 'factor-passkey' && isFree) form.querySelector('[data-ask]').focus()

  form.querySelector('[data-ask]').addEventListener('click', async () => {
    failed.textContent = ''
    if (!form.reportValidity()) return
    try {
      send(await (isNew ? startRegistration({ optionsJSON }) : startAuthentication({ optionsJSON })))
    } catch (error) {
      const isKnown = error.name === 'InvalidStateError'
      failed.textContent = (isKnown && failed.dataset.known) || failed.dataset.failed
    }
  })

  // Enter in the name's field means the button.
  form.elements.name?.addEventListener?.('keydown', (event) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    form.querySelector('[data-ask]').click()
  })

  // In the list that the browser offers in the field for the e-mail address.
  if ('autofill' in form.dataset)
    browserSupportsWebAuthnAutofill().then((isSupported) => {
      if (isSupported) startAuthentication({ optionsJSON, useBrowserAutofill: true }).then(send, () => {})
    })
}

if (form && browserSupportsWebAuthn()) begin(form)
else document.querySelector('#no-passkeys')?.removeAttribute('hidden')
