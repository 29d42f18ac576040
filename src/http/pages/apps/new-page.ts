// A new app: its kind, its name, and where people come back to; the rest is as it should be for that kind.
import type { FastifyInstance } from 'fastify'
import { appKinds } from '../../../model/client.ts'
import { kindDefaults } from '../../../protocol/app-rules.ts'
import type { Params } from '../../../protocol/params.ts'
import type { Desk } from '../desk.ts'
import { done, memberPage, wrong } from '../member-page.ts'
import { problemsOf } from './form-problems.ts'
import { kindWords } from './kinds.ts'

export const newPage = (app: FastifyInstance, desk: Desk): void => {
  const { apps, config } = desk.parts
  memberPage(app, desk, {
    url: '/apps/new',
    isEnglish: true,
    allow: ({ account }) => apps.mayRegister(account),
    show: (_, { account }) => ({
      template: 'apps/new',
      title: 'Register an app',
      data: {
        kinds: apps
          .kindsFor(account)
          .map((kind) => ({ kind, ...kindWords[kind], hasRedirects: kindDefaults[kind].hasRedirects })),
        check: `${config.issuerPath}/apps/check`,
      },
      fields: { register: { kind: 'web', name: '', redirectUris: '' } },
    }),
    acts: {
      register: {
        run: async (_, form, member) => {
          const kind = appKinds.find((one) => one === form.get('kind'))
          if (kind === undefined) return wrong({ field: 'kind', say: () => 'Choose what kind of app it is.' })
          const made = await apps.register(member.account, { kind, ...readNew(form) }, member.now)
          if (made.kind === 'problems') return wrong(...problemsOf(made.problems))
          const { client, secret } = made
          if (secret === undefined) return done(() => `${client.name} is registered.`, `/apps/${client.clientId}`)
          return {
            kind: 'show',
            view: {
              template: 'apps/secret',
              title: `${client.name} is registered`,
              data: {
                clientId: client.clientId,
                secret,
                href: `${config.issuerPath}/apps/${client.clientId}`,
              },
            },
          }
        },
      },
    },
  })
}

const readNew = (form: Params) => ({ name: form.get('name') ?? '', redirectUris: form.get('redirectUris') ?? '' })
