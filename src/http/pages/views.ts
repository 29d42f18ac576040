// Views: Eta templates that decide nothing and escape everything.
import { fileURLToPath } from 'node:url'
import view from '@fastify/view'
import { Eta } from 'eta'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../../config/config.ts'
import type { Assets } from './assets.ts'
import type { Brand } from './brand.ts'
import { languageMenu } from './language.ts'
import { bdi, el, join, rich, richList, time, timePart } from './rich.ts'

const folder = fileURLToPath(new URL('../../../views/', import.meta.url))

export const views = async (
  app: FastifyInstance,
  { issuer, issuerPath }: Pick<Config, 'issuer' | 'issuerPath'>,
  assets: Assets,
  brand: Brand,
): Promise<void> => {
  await app.register(view, {
    engine: { eta: new Eta({ views: folder, autoEscape: true, cache: true }) },
    root: folder,
    viewExt: 'eta',
    production: true,
    defaultContext: {
      ...{ bdi, el, join, rich, richList, time, timePart },
      asset: assets.url,
      brand,
      languages: languageMenu.bind(null, issuerPath),
      server: issuer.replace(/^https?:\/\//, ''),
    },
  })
}
