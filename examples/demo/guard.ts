// The guard: a shell that waits for the demo's end, and cleans up if the demo could not (kill -9).
import { type ChildProcess, spawn } from 'node:child_process'

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

export type Guard = Readonly<{ watch(child: ChildProcess): void; dismiss(): void }>

export const postGuard = (folder: string): Guard => {
  // Windows has no such shell; there a demo that is killed leaves its parts.
  if (process.platform === 'win32') return { watch: () => {}, dismiss: () => {} }
  const shell = spawn('/bin/sh', ['-c', script, 'guard', folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  shell.stdin.on('error', () => {})
  return {
    watch: (child) => {
      shell.stdin.write(`started ${child.pid}\n`)
      child.once('close', () => shell.stdin.writable && shell.stdin.write(`ended ${child.pid}\n`))
    },
    dismiss: () => void shell.stdin.end('done\n'),
  }
}
