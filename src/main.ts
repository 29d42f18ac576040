// The process: load the configuration, then serve alone, or with as many workers as it says.
import { loadConfig } from './config/index.ts'
import { fail, openLog } from './process/log.ts'

export const serve = async (): Promise<void> => {
  const loaded = loadConfig()
  if ('problems' in loaded) return fail(...loaded.problems)
  const { config } = loaded
  const log = openLog(config)
  for (const warning of config.warnings) log.warn(warning)
  // Each loads only what it needs: a primary has no server, and should start and stay small.
  if (config.workers === 1) await (await import('./process/alone.ts')).serveAlone(config, log)
  else await (await import('./process/primary.ts')).serveWithWorkers(config, log)
}
