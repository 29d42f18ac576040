// Pages: everything that a person sees, registered in one visible list.
import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'
import { asRefusal } from '../errors.ts'
import type { HttpParts } from '../parts.ts'
import type { NoteRefusal } from '../refusals.ts'
import { accountPages } from './account/index.ts'
import { adminPages } from './admin/index.ts'
import { developerPages } from './apps/index.ts'
import { loadAssets } from './assets.ts'
import { openBrand } from './brand.ts'
import { type Desk, openDesk } from './desk.ts'
import { devMailboxPages } from './dev-mailbox.ts'
import { devicePages } from './device/device.ts'
import { showRefusal } from './error-page.ts'
import { languagePages } from './language.ts'
import { lostPages } from './lost.ts'
import { authorizePages } from './sign-in/authorize.ts'
import { consentPages } from './sign-in/consent.ts'
import { logOutPages } from './sign-in/log-out.ts'
import { loginPages } from './sign-in/login.ts'
import { memberLoginPages } from './sign-in/member-login.ts'
import { secondFactorPages } from './sign-in/second-factor.ts'
import { selectAccountPages } from './sign-in/select-account.ts'
import { theftNoticePages } from './sign-in/theft-notice.ts'
import { mailPages } from './sign-up/index.ts'
import { views } from './views.ts'

const signIn: readonly ((app: FastifyInstance, desk: Desk) => void)[] = [
  authorizePages,
  loginPages,
  memberLoginPages,
  secondFactorPages,
  selectAccountPages,
  consentPages,
  theftNoticePages,
  devicePages,
  logOutPages,
  languagePages,
  mailPages,
  devMailboxPages,
  accountPages,
  adminPages,
  developerPages,
  lostPages,
]

export const pages = async (app: FastifyInstance, parts: HttpParts, noteRefusal: NoteRefusal): Promise<void> => {
  const desk = openDesk(parts, noteRefusal)
  const { brand, files } = openBrand(parts.config)
  const assets = loadAssets(parts.config, files)
  // Each page says its own headers: its forms decide where they may lead.
  await app.register(helmet, { global: false })
  await views(app, parts.config, assets, brand)
  app.setErrorHandler((error, request, reply) => {
    const refusal = asRefusal(error, parts)
    if (refusal.code === 'server_error') request.log.error({ err: error }, 'unexpected error')
    return showRefusal(desk, request, reply, refusal)
  })
  assets.routes(app)
  for (const register of signIn) register(app, desk)
}
