// A Dockerfile's steps done in a folder, where no container engine is at hand: the very lines of the file, none repeated here.
import { execFileSync } from 'node:child_process'
import { chmodSync, constants, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { basename, delimiter, join } from 'node:path'

type User = Readonly<{ uid: number; gid: number }>

export type Image = Readonly<{
  from: string
  /** Where WORKDIR came to lie. */
  workdir: string
  env: Readonly<Record<string, string>>
  /** Whom USER became: somebody without rights where this process is root, otherwise this process's own user. */
  user: User
  userName: string | undefined
  volumes: readonly string[]
  command: readonly string[]
  healthCommand: readonly string[]
}>

export const buildImage = (context: string, folder: string): Image => {
  const nobody: User = isRoot()
    ? { uid: 65_534, gid: 65_534 }
    : { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
  const image = {
    from: '',
    workdir: folder,
    env: {} as Record<string, string>,
    user: isRoot() ? { uid: 0, gid: 0 } : nobody,
    userName: undefined as string | undefined,
    volumes: [] as readonly string[],
    command: [] as readonly string[],
    healthCommand: [] as readonly string[],
  }
  let workdirInImage = ''
  // `/countersign/data` of the image is a folder of ours; its user `node` is ours too.
  const here = (text: string): string =>
    workdirInImage === ''
      ? text
      : text.replaceAll(workdirInImage, image.workdir).replaceAll('node:node', `${nobody.uid}:${nobody.gid}`)
  const sent = contextFilter(context)
  // The image's node, at a place that everybody may read; nothing of this checkout's own node_modules.
  mkdirSync(join(folder, 'bin'), { recursive: true })
  copyFileSync(process.execPath, join(folder, 'bin/node'), constants.COPYFILE_FICLONE)
  chmodSync(join(folder, 'bin/node'), 0o755)
  const path = [
    join(folder, 'bin'),
    ...(process.env.PATH ?? '').split(delimiter).filter((part) => !part.includes('node_modules')),
  ]
  const base = { PATH: path.join(delimiter) }

  const steps: Readonly<Record<string, (argument: string) => void>> = {
    FROM: (argument) => {
      image.from = argument
    },
    WORKDIR: (argument) => {
      workdirInImage = argument
      image.workdir = join(folder, argument)
      mkdirSync(image.workdir, { recursive: true })
    },
    ENV: (argument) => {
      for (const [, name = '', value = ''] of argument.matchAll(/(\w+)=(\S+)/g)) image.env[name] = here(value)
    },
    COPY: (argument) => {
      const [target = '', ...sources] = argument.split(/\s+/).toReversed()
      for (const source of sources) {
        if (!sent(source)) throw new Error(`.dockerignore keeps ${source} out of the build.`)
        const into = target.endsWith('/') ? join(image.workdir, target, basename(source)) : join(image.workdir, target)
        cpSync(join(context, source), into, { recursive: true })
      }
    },
    RUN: (argument) => {
      const line = here(argument.replace(/^(--\w+=\S+\s+)+/, ''))
      // npm may use what it has downloaded before; the packages are the same, the lock file says which.
      const env = {
        ...base,
        ...image.env,
        ...network(),
        HOME: process.env.HOME ?? folder,
        npm_config_prefer_offline: 'true',
        npm_config_audit: 'false',
      }
      execFileSync('/bin/sh', ['-c', line], { cwd: image.workdir, env, stdio: ['ignore', 'pipe', 'pipe'] })
    },
    USER: (argument) => {
      image.userName = argument
      image.user = nobody
    },
    VOLUME: (argument) => {
      image.volumes = (JSON.parse(argument) as string[]).map(here)
    },
    EXPOSE: () => {},
    HEALTHCHECK: (argument) => {
      image.healthCommand = JSON.parse(argument.slice(argument.indexOf('CMD ') + 'CMD '.length))
    },
    CMD: (argument) => {
      image.command = JSON.parse(argument)
    },
  }
  for (const [instruction, argument] of instructions(readFileSync(join(context, 'Dockerfile'), 'utf8'))) {
    const step = steps[instruction]
    if (step === undefined)
      throw new Error(`The Dockerfile has an instruction that this test cannot do: ${instruction}`)
    step(argument)
  }
  return { ...image, env: { ...base, ...image.env } }
}

const isRoot = (): boolean => process.getuid?.() === 0

const instructions = (dockerfile: string): readonly (readonly [string, string])[] =>
  dockerfile
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, instruction = '', argument = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? []
      return [instruction, argument] as const
    })

/** Our .dockerignore drops everything and names what it keeps. */
const contextFilter = (context: string): ((source: string) => boolean) => {
  const [all, ...kept] = readFileSync(join(context, '.dockerignore'), 'utf8').trim().split('\n')
  if (all !== '*' || kept.some((line) => !line.startsWith('!')))
    throw new Error('.dockerignore is not a list of what is kept.')
  return (source) => kept.includes(`!${source}`) && existsSync(join(context, source))
}

/** How npm reaches its registry here: what belongs to the machine that builds, and not to the image. */
const network = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined &&
        /^(NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|https?_proxy|no_proxy|npm_config_(registry|cache|cafile))$/i.test(
          entry[0],
        ),
    ),
  )
