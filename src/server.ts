// The server: the only place where rooms meet; their flows are given to the door here.
import { sha256 } from './crypto/digest.ts'
import { PasswordsBusy } from './crypto/passwords.ts'
import { systemStopwatch } from './crypto/random.ts'
import { sealedBox } from './crypto/seal.ts'
import { checkingReadiness } from './flows/readiness.ts'
import { sweeping } from './flows/upkeep.ts'
import { watchedFlows } from './flows/watched.ts'
import { buildApp } from './http/app.ts'
import { drain, openClosing } from './http/closing.ts'
import { type Colleagues, openLimits } from './http/limits.ts'
import type { HttpParts } from './http/parts.ts'
import type { Watching } from './model/watching.ts'
import type { Rooms } from './rooms.ts'
import { isUnavailable } from './store/unavailable.ts'
import { buildFlows } from './stories.ts'

/** @param colleagues other workers of this machine, where there are any */
export const buildServer = async (rooms: Rooms, colleagues?: Colleagues, watching: Watching = {}) => {
  const { config, random, log, store, resources, masterKeys, keyRing } = rooms
  const later = (work: () => Promise<unknown>): void => {
    work().catch((error: unknown) => log.warn({ err: error }, 'work that no answer waits for failed'))
  }
  const watched = watchedFlows(watching)
  const { scopes, tellApps, ...built } = await buildFlows({
    ...rooms,
    later,
    sha256,
    aroundGrant: watched.grant,
  })
  const flows = watched.flows(built)
  const closing = openClosing()
  const limits = openLimits(systemStopwatch, colleagues)
  const parts: HttpParts = {
    ...flows,
    limits,
    ...{ config, random, keyRing, clock: rooms.clock, record: rooms.events.record, scopes: scopes.list },
    ...{ closing, watching, keptMail: rooms.post.kept },
    ...{ operatorAs: rooms.operatorAs, setup: rooms.setup, observe: rooms.figures.observe },
    resources: resources.list,
    formBox: sealedBox(masterKeys, random, 'form'),
    browserBox: sealedBox(masterKeys, random, 'browser'),
    webOriginsOf: async (clientIds) => {
      const found = await Promise.all(clientIds.map(store.knownClient))
      return found.flatMap((one) =>
        one === undefined ? [] : [{ clientId: one.client.clientId, origins: one.client.webOrigins }],
      )
    },
    readiness: checkingReadiness({
      ...{ store, isStopping: closing.isBegun, stopwatch: systemStopwatch },
      canSign: () => keyRing.canSign('RS256'),
      fingerprints: () => masterKeys.all().map(({ fingerprint }) => fingerprint),
    }),
    isUnavailable,
    isBusy: (error) => error instanceof PasswordsBusy,
  }
  const app = await buildApp(parts, log)
  app.addHook('onClose', tellApps.settle)
  app.addHook('onClose', built.people.written)
  /** Follows what other processes changed; call it every few seconds. */
  const reload = async (): Promise<void> => {
    store.forgetClients()
    masterKeys.reload()
    await Promise.all([keyRing.reload(), scopes.reload(), resources.reload()])
  }
  const { tellCounts } = limits
  return {
    app,
    /** Begins to stop: whoever is asking still gets an answer. */
    drain: () => drain(app, closing, config.stopDelaySeconds * 1000),
    reload,
    tellCounts,
    tellApps: tellApps.begin,
    upkeep: keyRing.upkeep,
    sweep: sweeping({ store, log, stopwatch: systemStopwatch }),
    recheckPublishers: built.apps.publishers.recheckDue,
  }
}

export type Server = Awaited<ReturnType<typeof buildServer>>
