// Metered flows: the same flows, each outcome counted (Prometheus exposition format); built only where somebody reads the figures.
import type { Meter } from '../model/meter.ts'
import { isRefusal } from '../protocol/errors.ts'
import type { LogIn } from './account/log-in.ts'
import type { Grant } from './grants/grant.ts'

export const meteredGrant =
  (meter: Meter) =>
  (grant: Grant): Grant => ({
    ...grant,
    decide: async (request) => {
      try {
        const decided = await grant.decide(request)
        meter.grant(grant.name, isRefusal(decided) ? 'refused' : 'granted')
        return decided
      } catch (error) {
        meter.grant(grant.name, 'refused')
        throw error
      }
    },
  })

export const meteredLogIn =
  (logIn: LogIn, meter: Meter): LogIn =>
  async (attempt, now) => {
    try {
      const outcome = await logIn(attempt, now)
      meter.login(outcome.kind)
      return outcome
    } catch (error) {
      meter.login('failed')
      throw error
    }
  }
