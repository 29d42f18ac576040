// Arrival: from where somebody comes who is about to prove who they are.
import type { FastifyRequest } from 'fastify'
import type { Arrival } from '../../flows/account/open-session.ts'
import type { Visitor } from '../../flows/authorize.ts'
import type { Browser } from '../browser.ts'

const longestUserAgent = 256

export const arrivalOf = (
  request: FastifyRequest,
  { browser, visitor }: Readonly<{ browser: Browser; visitor: Visitor }>,
): Arrival => ({
  address: request.ip,
  userAgent: request.headers['user-agent']?.slice(0, longestUserAgent),
  browser,
  current: visitor,
})
