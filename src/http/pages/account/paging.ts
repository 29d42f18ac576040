// Paging: a list in pages, by ?page=2; whoever asks for a page that is not there gets the first.
import type { FastifyRequest } from 'fastify'
import { queryOf } from '../sign-in/raw-query.ts'

export type PageLinks = Readonly<{ previous: string | null; next: string | null }>

const pageSize = 20
const mostPages = 500

/** One row more than is shown tells whether there is another page. */
export const windowOf = (request: FastifyRequest): Readonly<{ page: number; limit: number; offset: number }> => {
  const asked = new URLSearchParams(queryOf(request.raw.url ?? '')).get('page') ?? '1'
  const page = /^[1-9]\d{0,2}$/.test(asked) ? Math.min(Number(asked), mostPages) : 1
  return { page, limit: pageSize + 1, offset: (page - 1) * pageSize }
}

export const paged = <T>(rows: readonly T[], page: number): Readonly<{ rows: readonly T[]; pages: PageLinks }> => ({
  rows: rows.slice(0, pageSize),
  pages: {
    previous: page > 1 ? `?page=${page - 1}` : null,
    next: rows.length > pageSize && page < mostPages ? `?page=${page + 1}` : null,
  },
})
