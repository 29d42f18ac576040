// The console's signing keys, with their times as a picture (RFC 7517).
import type { FastifyInstance } from 'fastify'
import { keyWire } from '../../../protocol/wire.ts'
import type { Desk } from '../desk.ts'
import { done } from '../member-page.ts'
import { adminPage } from './admin-page.ts'
import { keyPlans, keyTimeline } from './charts.ts'

export const keysPage = (app: FastifyInstance, desk: Desk): void =>
  adminPage(app, desk, {
    url: '/keys',
    show: async ({ operator, now }) => {
      const keys = await operator.keys.list()
      const { keyActiveSeconds } = desk.parts.config
      const planOf = keyPlans(keys, keyActiveSeconds)
      const told = keys.map((each) => {
        const { lastsUntil, isPlanned } = planOf(each)
        return { ...keyWire(each), keptUntil: new Date(lastsUntil), isPlanned }
      })
      return {
        template: 'admin/keys',
        title: 'Signing keys',
        data: { keys: told, timeline: keyTimeline(keys, now, keyActiveSeconds) },
      }
    },
    acts: {
      rotate: {
        shown: async ({ operator }) => (await operator.keys.list()).map(({ key, state }) => `${key.kid} ${state}`),
        run: async ({ operator }) => {
          const { key } = await operator.keys.rotate()
          return done(() => `The key ${key.kid} is announced and signs from ${key.activeFrom.toISOString()}.`)
        },
      },
      compromised: {
        shown: async ({ operator }) => (await operator.keys.list()).map(({ key, state }) => `${key.kid} ${state}`),
        run: async ({ operator }, form) => {
          const { key } = await operator.keys.replaceCompromised(form.get('kid'))
          return done(() => `The key is withdrawn, and its tokens with it. ${key.kid} signs now.`)
        },
      },
    },
  })
