// One's own account: what its pages call.
import { type ConnectedApps, connectedApps } from './connected-apps.ts'
import { type DeleteAccount, deletingAccounts } from './delete-account.ts'
import { type Devices, devices } from './devices.ts'
import { type ExportAccount, exportingAccounts } from './export-account.ts'
import { type SaveProfile, savingProfiles } from './profile.ts'

export type OwnAccount = Readonly<{
  saveProfile: SaveProfile
  devices: Devices
  apps: ConnectedApps
  export: ExportAccount
  delete: DeleteAccount
}>

type Parts = Parameters<typeof savingProfiles>[0] &
  Parameters<typeof devices>[0] &
  Parameters<typeof connectedApps>[0] &
  Parameters<typeof exportingAccounts>[0] &
  Parameters<typeof deletingAccounts>[0]

export const ownAccount = (parts: Parts): OwnAccount => ({
  saveProfile: savingProfiles(parts),
  devices: devices(parts),
  apps: connectedApps(parts),
  export: exportingAccounts(parts),
  delete: deletingAccounts(parts),
})
