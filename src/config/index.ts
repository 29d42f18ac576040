// The configuration: read once from the environment, frozen, passed as an argument.
export type { Config } from './config.ts'
export { loadConfig } from './load.ts'
