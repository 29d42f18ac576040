// Tables of the settings: for the README, and for the operator who asks which are in force.
import type { Config } from './config.ts'
import { type SettingName, settingNames, shape } from './schema.ts'
import { about } from './setting.ts'

export const settingsStart = '<!-- settings -->'
export const settingsEnd = '<!-- /settings -->'

/** The README's section between its two markers. */
export const settingsTable = (): string =>
  [
    '| Setting | Default | What it does |',
    '| --- | --- | --- |',
    ...settingNames.map((name) => `| \`${name}\` | ${defaultOf(name)} | ${about.get(shape[name])?.words} |`),
  ].join('\n')

const defaultOf = (name: SettingName): string => {
  const words = about.get(shape[name])?.default
  if (words !== undefined) return words
  const value = shape[name].safeParse(undefined).data
  return value === undefined ? 'unset' : `\`${value}\``
}

export type SettingInForce = Readonly<{ name: SettingName; value: string | null; source: 'environment' | 'default' }>

/** Secrets are shown as `set`, because this is what people paste into tickets. */
export const settingsInForce = (config: Config): readonly SettingInForce[] =>
  settingNames.map((name) => {
    const source = config.sources[name] ?? 'default'
    return { name, value: valueInForce(config, name), source }
  })

const valueInForce = (config: Config, name: SettingName): string | null => {
  const { field, secret } = about.get(shape[name]) ?? { field: null }
  if (field === null) return config.sources[name] === 'environment' ? '1' : null
  const value = String(config[field] ?? '')
  return value === '' ? null : secret ? 'set' : value
}
