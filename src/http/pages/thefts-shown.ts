// Thefts as pages show them: which app, when, and roughly from where (RFC 9700 §4.14.2).
import type { TheftNotice } from '../../model/theft-notice.ts'
import type { Words } from '../../words/index.ts'
import { plainName } from './words.ts'

/** Where a member reads them. */
export const noticesUrl = '/account/notices'

export const theftsShown = ({ consent }: Words, notices: readonly TheftNotice[]) =>
  notices.map(({ appName, clientId, at, network }) => ({
    app: plainName(appName) || clientId,
    at,
    from: network === null ? consent.theft.unknown : consent.theft.network(network.replace(/[.:]\*$/, '')),
  }))
