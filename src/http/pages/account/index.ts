// The account's own pages, registered in one visible list.
import type { FastifyInstance } from 'fastify'
import type { Desk } from '../desk.ts'
import { authenticatorPages } from './authenticator.ts'
import { connectedAppsPages } from './connected-apps.ts'
import { deletePages } from './delete.ts'
import { devicesPages } from './devices.ts'
import { exportPages } from './export.ts'
import { newPasskeyPages } from './new-passkey.ts'
import { noticesPages } from './notices.ts'
import { passkeyPages } from './passkey.ts'
import { profilePages } from './profile.ts'
import { securityPages } from './security.ts'

const all: readonly ((app: FastifyInstance, desk: Desk) => void)[] = [
  profilePages,
  securityPages,
  authenticatorPages,
  newPasskeyPages,
  passkeyPages,
  devicesPages,
  connectedAppsPages,
  exportPages,
  deletePages,
  noticesPages,
]

export const accountPages = (app: FastifyInstance, desk: Desk): void => {
  for (const register of all) register(app, desk)
}
