// The console's page of one person: who they are, where they are logged in, what they allowed; and what an admin may do about it.
import type { FastifyInstance } from 'fastify'
import { personChange } from '../../../flows/operator/read-documents.ts'
import type { Account } from '../../../model/account.ts'
import { eventWire } from '../../../protocol/wire.ts'
import { formatsOf } from '../../../words/format.ts'
import type { Desk } from '../desk.ts'
import { done } from '../member-page.ts'
import { type AdminVisit, adminPage, commaList } from './admin-page.ts'

const someEvents = 20

const { plural } = formatsOf('en')

const ended = (sessions: number, families: number): string =>
  `${plural(sessions, { one: '# session', other: '# sessions' })} and ${plural(families, { one: '# login', other: '# logins' })} with apps ended.`

const find = ({ operator, params }: AdminVisit): Promise<Account> =>
  operator.users.show((params.sub ?? '').replaceAll('@', ''))

/** What an act is decided on: the page is shown again where somebody else was quicker. */
const asShown = async (visit: AdminVisit): Promise<readonly string[]> => {
  const { disabledAt, roles } = await find(visit)
  return [disabledAt === null ? 'enabled' : 'disabled', ...roles]
}

export const personPage = (app: FastifyInstance, desk: Desk): void =>
  adminPage(app, desk, {
    url: '/people/:sub',
    show: async (visit) => {
      const { operator } = visit
      const account = await find(visit)
      const { sub } = account
      const quota = await operator.people.appQuota(sub)
      const events = await operator.events.search({ person: sub, limit: someEvents })
      return {
        template: 'admin/person',
        title: account.name ?? account.email,
        data: {
          account,
          factors: await operator.people.factors(sub),
          sessions: await operator.people.sessions(sub),
          apps: await operator.people.apps(sub),
          events: events.map(eventWire),
          quota,
        },
        fields: {
          roles: { roles: account.roles.join(', ') },
          quota: { apps: quota.own === null ? '' : String(quota.own) },
        },
      }
    },
    acts: {
      disable: {
        shown: asShown,
        run: async ({ operator, params }) => {
          const { sessions, families } = await operator.users.disable(params.sub ?? '')
          return done(() => `The account is disabled. ${ended(sessions, families)}`)
        },
      },
      enable: {
        shown: asShown,
        run: async ({ operator, params }) => {
          await operator.users.enable(params.sub ?? '')
          return done(() => 'The account is enabled. What was ended stays ended.')
        },
      },
      signOut: {
        run: async ({ operator, params }) => {
          const { sessions, families } = await operator.users.signOut(params.sub ?? '')
          return done(() => `Logged out everywhere. ${ended(sessions, families)}`)
        },
      },
      resetFactors: {
        run: async ({ operator, params }) => {
          const { totp, passkeys } = await operator.users.resetFactors(params.sub ?? '')
          return done(
            () =>
              `${plural(passkeys + (totp ? 1 : 0), { one: '# second factor is', other: '# second factors are' })} removed. The password alone is enough now.`,
          )
        },
      },
      roles: {
        field: 'roles',
        shown: asShown,
        run: async ({ operator, params }, form) => {
          await operator.users.describe(params.sub ?? '', { ...personChange({}), roles: commaList(form.get('roles')) })
          return done(() => 'The roles are changed. New and refreshed tokens carry them at once.')
        },
      },
      quota: {
        field: 'apps',
        run: async ({ operator, params }, form) => {
          const typed = form.get('apps')
          const sub = params.sub ?? ''
          await operator.people.setAppQuota(
            sub,
            typed === undefined ? null : /^\d{1,9}$/.test(typed) ? Number(typed) : -1,
          )
          return done(() => 'The number of apps that the person may register is changed.')
        },
      },
    },
  })
