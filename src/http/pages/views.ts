// Views: Eta templates that decide nothing and escape everything.
import { fileURLToPath } from 'node:url'
import view from '@fastify/view'
import { Eta } from 'eta'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../../config/config.ts'
import type { Assets } from './assets.ts'

const folder = fileURLToPath(new URL('../../../views/', import.meta.url))

export const views = async (
  app: FastifyInstance,
  { issuer }: Pick<Config, 'issuer'>,
  assets: Assets,
): Promise<void> => {
  await app.register(view, {
    engine: { eta: new Eta({ views: folder, autoEscape: true, cache: true }) },
    root: folder,
    viewExt: 'eta',
    production: true,
    defaultContext: { asset: assets.url, server: issuer.replace(/^https?:\/\//, '') },
  })
}
