// Thefts: what a person is told when something that an app held for them was used twice, and a copy is somewhere (RFC 9700 §4.14.2).
import type { Client } from '../../model/client.ts'
import type { Family } from '../../model/family.ts'
import type { SendMail } from '../../model/mail.ts'
import type { TheftNotice } from '../../model/theft-notice.ts'
import { roughAddress } from '../../protocol/address.ts'
import { clientIdHost } from '../../protocol/client-id-url.ts'
import type { Store } from '../../store/index.ts'

export type Theft = Readonly<{
  family: Pick<Family, 'publicId' | 'sub'>
  client: Client
  reason: TheftNotice['reason']
  /** Of whoever used it the second time. */
  address: string
}>

/** Tells nobody anything twice; who asked for the tokens does not wait for it. */
export type NoticeTheft = (theft: Theft, now: Date) => void

const dayMillis = 86_400_000
/** Who is often away still finds it. */
const keptMillis = 90 * dayMillis
/** An app that does it for ever fills no mailbox: the rest stands on the account's pages. */
const mailsPerDay = 3

type Parts = Readonly<{
  store: Pick<Store, 'theftNotices' | 'accounts'>
  /** Null: there is no mail. */
  sendMail: SendMail | null
  issuer: string
  later: (work: () => Promise<unknown>) => void
}>

export const noticingThefts =
  ({ store, sendMail, issuer, later }: Parts): NoticeTheft =>
  ({ family, client, reason, address }, now) =>
    later(async () => {
      // An app that describes itself is known by the address of its description: its name is only what it says.
      const appName = client.origin === 'metadata-document' ? clientIdHost(client.clientId) : client.name
      const notice: TheftNotice = {
        familyPublicId: family.publicId,
        sub: family.sub,
        clientId: client.clientId,
        appName,
        reason,
        network: roughAddress(address),
        at: now,
      }
      const before = (millis: number) => new Date(now.getTime() - millis)
      const recent = await store.theftNotices.add(notice, before(dayMillis), new Date(now.getTime() + keptMillis))
      if (sendMail === null || recent === undefined || recent > mailsPerDay) return
      const account = await store.accounts.bySub(family.sub)
      if (account === undefined || account.disabledAt !== null) return
      const { email: to, language, name } = account
      const link = { url: `${issuer}/account/notices`, seconds: null }
      sendMail({ kind: 'theft', to, language, name, link, app: appName })
    })

export type Thefts = Readonly<{
  unseen(sub: string, now: Date): Promise<readonly TheftNotice[]>
  markSeen(sub: string, familyPublicIds: readonly string[], now: Date): Promise<void>
}>
