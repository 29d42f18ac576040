// Watched flows: as they are where nobody watches; else each outcome is counted, and each call told of.
import type { Watching } from '../model/watching.ts'
import type { LogIn } from './account/log-in.ts'
import type { Grant } from './grants/grant.ts'
import { meteredGrant, meteredLogIn } from './metered.ts'
import { tracedFlows } from './traced.ts'

export const watchedFlows = ({ metrics, traces }: Watching) => {
  const meter = metrics?.meter
  return {
    grant: (grant: Grant): Grant => (meter === undefined ? grant : meteredGrant(meter)(grant)),
    flows: <F extends Readonly<{ logIn: LogIn }>>(flows: F): F => {
      const counted = meter === undefined ? flows : { ...flows, logIn: meteredLogIn(flows.logIn, meter) }
      return traces === undefined ? counted : tracedFlows(counted, traces)
    },
  }
}
