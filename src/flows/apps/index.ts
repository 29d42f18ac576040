// The developer portal's flows: everything that a person may do with their own apps, on whichever door it comes.
import type { Client } from '../../model/client.ts'
import { kindsFor } from '../../protocol/app-rules.ts'
import { publisherDocument, publisherHosts } from '../../protocol/publisher.ts'
import type { AppEvent, AppEventQuery } from '../../store/app-events.ts'
import type { Developer } from './app-form.ts'
import { handingOver } from './hand-over.ts'
import { inspectingTokens } from './inspect-token.ts'
import { logos } from './logos.ts'
import { ownApps } from './own-apps.ts'
import { type PublisherParts, publishers } from './publishers.ts'
import { appSecrets } from './secrets.ts'
import { type TestParts, testable, testingLogins } from './test-login.ts'

type Parts = PublisherParts &
  TestParts &
  Parameters<typeof inspectingTokens>[0] &
  Readonly<{ flushEvents: () => Promise<void> }>

export type Apps = ReturnType<typeof appFlows>

export const appFlows = (parts: Parts) => ({
  ...ownApps(parts),
  secrets: appSecrets(parts),
  handOver: handingOver(parts),
  publishers: publishers(parts),
  logos: logos(parts),
  tests: { ...testingLogins(parts), isPossible: testable },
  inspectToken: inspectingTokens(parts),
  kindsFor,
  publisherHosts,
  publisherFileFor: ({ clientId }: Client): string => publisherDocument(parts.issuer, clientId),
  /** The last refusals first; what happened a moment ago may still be waiting to be written. */
  refusals: async (person: Developer, clientId: string, query: AppEventQuery): Promise<readonly AppEvent[]> => {
    await parts.flushEvents()
    return parts.store.apps.eventsOf(clientId, person.sub, query)
  },
})
