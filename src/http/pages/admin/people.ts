// The console's people: a search that costs the same for two million accounts.
import type { FastifyInstance } from 'fastify'
import { ifFound } from '../../../flows/operator/index.ts'
import { pageOf, personPlace, readPersonPlace } from '../../cursors.ts'
import type { Desk } from '../desk.ts'
import { type AdminVisit, adminPage } from './admin-page.ts'

const perPage = 25

const search = async ({ operator, query }: AdminVisit) => {
  const text = query.get('q')
  if (/^usr_[\w-]+$/.test(text)) {
    const one = await ifFound(operator.users.show(text))
    return { items: one === undefined ? [] : [one], next: null }
  }
  const byName = query.get('by') === 'name' && text !== ''
  const after = readPersonPlace(query.get('after'))
  const wanted = byName ? { name: text } : { email: text.toLowerCase() }
  const found = await operator.users.search({ ...wanted, after, limit: perPage + 1 })
  return pageOf(found, perPage, personPlace)
}

export const peoplePage = (app: FastifyInstance, desk: Desk): void =>
  adminPage(app, desk, {
    url: '/people',
    show: async (visit) => {
      const { items, next } = await search(visit)
      const typed = { q: visit.query.get('q'), by: visit.query.get('by') }
      const people = items.map(({ sub, email, name, roles, disabledAt }) => ({ sub, email, name, roles, disabledAt }))
      return { template: 'admin/people', title: 'People', data: { people, typed, next } }
    },
  })
