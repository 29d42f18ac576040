// The process of one command: `countersign users create …`.
import { run } from './run.ts'

const mostStdinBytes = 256 * 1024 * 1024

const readStdin = async (): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    length += chunk.length
    if (length > mostStdinBytes) throw new Error('there is too much on standard input')
  }
  return Buffer.concat(chunks)
}

// Whoever reads our output may stop reading (`| head`).
process.stdout.on('error', () => {})
process.exitCode = await run(process.argv.slice(2), {
  stdin: readStdin,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
})
