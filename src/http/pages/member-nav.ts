// The way around: the pages for people who are logged in, in the order in which they are listed.
import type { Config } from '../../config/config.ts'
import { adminRole } from '../../model/account.ts'
import { mayRegisterApps } from '../../protocol/app-rules.ts'
import type { HttpParts } from '../parts.ts'
import type { Desk } from './desk.ts'
import type { Say } from './fields.ts'
import type { Member } from './member.ts'

type Area = Readonly<{
  url: string
  name: Say
  /** Whether its pages lie below its address. */
  hasPages: boolean
  allow: (member: Member, config: Config) => boolean
  /** Asked of the database where `allow` says no. */
  allowAlso?: (member: Member, parts: HttpParts) => Promise<boolean>
}>

const everybody = () => true

const memberNav: readonly Area[] = [
  { url: '/account', name: (w) => w.account.nav.profile, hasPages: false, allow: everybody },
  { url: '/account/security', name: (w) => w.account.nav.security, hasPages: true, allow: everybody },
  { url: '/account/devices', name: (w) => w.account.nav.devices, hasPages: true, allow: everybody },
  { url: '/account/connected-apps', name: (w) => w.account.nav.connectedApps, hasPages: true, allow: everybody },
  {
    url: '/apps',
    name: (w) => w.account.nav.yourApps,
    hasPages: true,
    allow: ({ account }, { appRegistration }) => mayRegisterApps(appRegistration, account),
    // Who may make no more still looks after those that they have.
    allowAlso: async ({ account }, { apps }) => (await apps.quota(account)).used > 0,
  },
  {
    url: '/admin',
    name: (w) => w.account.nav.administration,
    hasPages: true,
    allow: ({ account }) => account.roles.includes(adminRole),
  },
]

/** The areas that this person may enter, of those that there are. */
export const areasOf = async ({ parts, memberAddresses }: Desk, member: Member): Promise<readonly Area[]> => {
  const may = await Promise.all(
    memberNav.map(
      async ({ url, allow, allowAlso }) =>
        memberAddresses.has(url) && (allow(member, parts.config) || ((await allowAlso?.(member, parts)) ?? false)),
    ),
  )
  return memberNav.filter((_, at) => may[at])
}
