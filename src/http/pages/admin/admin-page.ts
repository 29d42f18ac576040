// Admin pages: for whoever is an admin at this very moment; each act asks for a fresh proof, and is done in the name of who does it (OWASP ASVS 8.2, 8.3).
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isAdmin } from '../../../flows/admin-access.ts'
import { type OperatorFlows, OperatorProblem } from '../../../flows/operator/index.ts'
import { OAuthError } from '../../../protocol/errors.ts'
import type { Params } from '../../../protocol/params.ts'
import type { Desk } from '../desk.ts'
import type { Initial } from '../fields.ts'
import type { Member, Outcome } from '../member.ts'
import { memberPage, wrong } from '../member-page.ts'
import { queryOf } from '../sign-in/raw-query.ts'

export type AdminView = Readonly<{ template: string; title: string; data?: object; fields?: Initial }>

export type AdminVisit = Readonly<{
  operator: OperatorFlows
  params: Readonly<Record<string, string>>
  query: Readonly<{ get(name: string): string }>
  now: Date
}>

export type AdminAct = Readonly<{
  /** Beside which field a problem of the act is said; none: above the page. */
  field?: string
  /** What the person saw before deciding; if it is otherwise by now, the page is shown again. */
  shown?: (visit: AdminVisit) => Promise<readonly string[]>
  run: (visit: AdminVisit, form: Params, member: Member) => Promise<Outcome>
}>

export type AdminPage = Readonly<{
  /** Below /admin. */
  url: string
  show: (visit: AdminVisit) => Promise<AdminView>
  acts?: Readonly<Record<string, AdminAct>>
}>

const tabs = [
  ['', 'Overview'],
  ['/people', 'People'],
  ['/apps', 'Apps'],
  ['/apis', 'APIs and scopes'],
  ['/keys', 'Signing keys'],
  ['/events', 'Events'],
  ['/settings', 'Settings'],
] as const

export const adminPage = (app: FastifyInstance, desk: Desk, page: AdminPage): void => {
  const { parts } = desk
  const visitOf = (request: FastifyRequest, { account, now }: Member): AdminVisit => ({
    operator: parts.operatorAs({ kind: 'person', sub: account.sub, address: request.ip }),
    params: request.params as Readonly<Record<string, string>>,
    query: readQuery(request),
    now,
  })
  const tabList = tabs.map(([url, name]) => ({
    href: `${parts.config.issuerPath}/admin${url}`,
    name,
    isHere: url === '' ? page.url === '' : page.url.startsWith(url),
  }))
  memberPage(app, desk, {
    url: `/admin${page.url}`,
    isEnglish: true,
    needsStrongest: true,
    allow: ({ account }) => isAdmin(account),
    show: async (request, member) => {
      const { data, ...view } = await orNothing(() => page.show(visitOf(request, member)))
      return { ...view, data: { ...data, tabs: tabList, at: instantWords } }
    },
    acts: Object.fromEntries(
      Object.entries(page.acts ?? {}).map(([name, { field, shown, run }]) => [
        name,
        {
          needsRecent: true,
          ...(shown && {
            shown: (request: FastifyRequest, member: Member) => orNothing(() => shown(visitOf(request, member))),
          }),
          run: async (request: FastifyRequest, form: Params, member: Member) => {
            try {
              return await run(visitOf(request, member), form, member)
            } catch (error) {
              if (!(error instanceof OperatorProblem)) throw error
              return problemOutcome(error, field)
            }
          },
        },
      ]),
    ),
  })
}

const orNothing = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof OperatorProblem && error.kind === 'not-found')
      throw new OAuthError('not_found', 'There is nothing at this address.', { operator: error.message })
    throw error
  }
}

const problemOutcome = ({ message }: OperatorProblem, field: string | undefined): Outcome => {
  const text = `${message.charAt(0).toUpperCase()}${message.slice(1)}.`
  if (field !== undefined) return wrong({ field, say: () => text })
  const refusal = new OAuthError('invalid_request', text)
  return { kind: 'again', again: { refusal, status: 409, say: () => text } }
}

/** What a search typed: cut, without what no text in the database can have. */
const readQuery = (request: FastifyRequest): AdminVisit['query'] => {
  const sent = new URLSearchParams(queryOf(request.raw.url ?? ''))
  return { get: (name) => (sent.get(name) ?? '').replaceAll('\0', '').trim().slice(0, 400) }
}

/** For machines in `datetime`, for people beside it. */
const instantWords = (at: Date | string | null): Readonly<{ iso: string; text: string }> | null => {
  if (at === null) return null
  const iso = new Date(at).toISOString()
  return { iso, text: `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC` }
}

export const commaList = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
