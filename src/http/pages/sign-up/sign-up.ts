// Signing up: an address, the link that is sent to it, then name and password, and on to where the person came from (OWASP ASVS 6.3).
import type { FastifyInstance } from 'fastify'
import { arrivalOf } from '../arrival.ts'
import type { Desk } from '../desk.ts'
import { seeOther, showPage } from '../page.ts'
import { destinationWords } from '../words.ts'
import { askPages } from './ask.ts'
import { linkPage } from './link-page.ts'
import { passwordProblems } from './password-words.ts'
import { errandOfLink, onwardUrl } from './ways.ts'

export const signUpPages = (app: FastifyInstance, desk: Desk): void => {
  const { people, config } = desk.parts
  if (config.signUp === 'off') return
  if (config.signUp === 'on')
    askPages(app, desk, {
      name: 'sign-up',
      words: (w) => ({
        title: w.signUp.title,
        lead: w.signUp.lead,
        button: w.common.goOn,
        sent: w.signUp.sent,
      }),
      ask: people.signUp.ask,
    })

  linkPage(app, desk, {
    step: 'sign-up/finish',
    find: people.signUp.find,
    language: ({ language }) => language,
    show: async ({ email, name, request: kept }, { request, pending, voice }) => {
      const errand = await errandOfLink(desk, request, kept, pending)
      const { words } = voice
      return {
        template: 'sign-up/finish',
        title: words.signUp.finishTitle,
        fields: { name, password: '' },
        targets: errand?.targets ?? [],
        data: {
          ...{ email, minLength: config.passwordMinLength },
          app: errand?.app && { name: errand.app.name, destination: destinationWords(words, errand.app.redirectUri) },
        },
      }
    },
    act: async (form, { request, reply, pending, token, voice }) => {
      const { browser, now } = pending
      const finished = await people.signUp.finish(
        {
          token,
          name: form.get('name') ?? '',
          password: form.get('password') ?? '',
          language: voice.language,
          arrival: arrivalOf(request, pending),
        },
        now,
      )
      switch (finished.kind) {
        case 'in':
          desk.browsers.loggedIn(reply, browser, finished.cookie, finished.account.sub)
          return { kind: 'answer', answer: seeOther(reply, onwardUrl(desk, finished.request, pending, true)) }
        case 'log-in':
          return { kind: 'answer', answer: seeOther(reply, onwardUrl(desk, finished.request, pending, false)) }
        case 'gone':
          return finished
        case 'weak':
          return passwordProblems('password', finished.problem, config.passwordMinLength)
        case 'bad-name':
          return { kind: 'problems', problems: [{ field: 'name', say: (w) => w.signUp.badName }] }
        case 'taken':
          return {
            kind: 'answer',
            answer: showPage(reply, {
              template: 'sign-up/done',
              voice,
              title: voice.words.signUp.takenTitle,
              status: 409,
              data: {
                text: voice.words.signUp.taken,
                onward: `${config.issuerPath}/account`,
                button: voice.words.signIn.logIn,
              },
            }),
          }
      }
    },
    fresh:
      config.signUp === 'on'
        ? { url: 'sign-up', say: (w) => w.signUp.goneFresh }
        : { url: null, say: (w) => w.signUp.goneInvite },
  })
}
