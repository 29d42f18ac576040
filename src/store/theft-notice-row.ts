// Theft notice row: between the table theft_notice and the model.
import type { TheftNotice } from '../model/theft-notice.ts'

export type TheftNoticeTable = {
  family_public_id: string
  sub: string
  client_id: string
  app_name: string
  reason: TheftNotice['reason']
  network: string | null
  at: Date
  seen_at: Date | null
  expires_at: Date
}

export const toTheftNotice = (row: TheftNoticeTable): TheftNotice => ({
  familyPublicId: row.family_public_id,
  sub: row.sub,
  clientId: row.client_id,
  appName: row.app_name,
  reason: row.reason,
  network: row.network,
  at: row.at,
})
