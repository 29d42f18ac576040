// The guard: a shell that waits for the demo's end, and cleans up if the demo could not (kill -9).
import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'

// When the demo is gone, however it went, its end of the pipe is closed and `read` fails.
const script = `
while read -r word pid; do
  case $word in
    started) pids="$pids $pid" ;;
    ended) rest=; for each in $pids; do [ "$each" = "$pid" ] || rest="$rest $each"; done; pids=$rest ;;
    done) exit 0 ;;
  esac
done
[ -n "$pids" ] && kill -9 $pids 2>/dev/null
sleep 0.2
rm -rf "$1"
`

// A child tells the guard of itself before it becomes what it is to be. Told by the demo afterwards, one whose parent was
// killed in that very moment would be left behind; and while this line is not said, the guard's pipe is not closed.
const announce = 'echo "started $$" >&3; exec 3>&-; exec "$@"'

type Spawn = (file: string, args: readonly string[], env: NodeJS.ProcessEnv) => ChildProcessWithoutNullStreams
export type Guard = Readonly<{ spawn: Spawn; dismiss(): void }>

export const postGuard = (folder: string): Guard => {
  // Windows has no such shell; there a demo that is killed leaves its parts.
  if (process.platform === 'win32')
    return { spawn: (file, args, env) => spawn(file, args, { env, stdio: 'pipe' }), dismiss: () => {} }
  const shell = spawn('/bin/sh', ['-c', script, 'guard', folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  shell.stdin.on('error', () => {})
  return {
    spawn: (file, args, env) => {
      const child = spawn('/bin/sh', ['-c', announce, 'part', file, ...args], {
        env,
        stdio: ['pipe', 'pipe', 'pipe', shell.stdin],
        // A group of its own: the terminal's Ctrl-C reaches only the demo, which then stops the parts in order.
        detached: true,
      }) as ChildProcess as ChildProcessWithoutNullStreams
      child.once('close', () => shell.stdin.writable && shell.stdin.write(`ended ${child.pid}\n`))
      return child
    },
    dismiss: () => void shell.stdin.end('done\n'),
  }
}
