// Command: one thing to ask of the server, the same whether this process or the running server does it.
import type { Command as Commander } from 'commander'
import type { Config } from '../config/index.ts'
import type { Referenced } from '../config/referenced.ts'
import type { Rooms } from '../rooms.ts'

/** What commands need of whoever has the database open. */
export type CommandRooms = Pick<Rooms, 'operator' | 'database' | 'migrated'>

/** Whoever runs a command: where its words come from and go to; without an environment, this process's own. */
export type Caller = Readonly<{
  environment?: Readonly<Record<string, string>>
  stdin: () => Promise<Buffer>
  out: (text: string) => void
  err: (text: string) => void
}>

/** What was typed, and what waits on standard input. */
export type Given = Readonly<{
  args: readonly string[]
  options: Readonly<Record<string, unknown>>
  stdin: () => Promise<Buffer>
  /** Variables that a file names, of whoever runs the command. */
  environment: Referenced
}>

/** What a command may say before it is done. */
export type Reply = Readonly<{
  /** A line for people, on standard error. */
  report: (line: string) => Promise<void>
  /** Bytes for the command's sink, in order. */
  data: (bytes: Buffer) => Promise<void>
}>

/** Where a command's bytes end up, on the side of whoever asked. */
export type Sink = Readonly<{ write: (bytes: Buffer) => void; keep: () => void; discard: () => void }>

type Words = Readonly<{
  /** As it is typed, e.g. `users create`. */
  name: string
  summary: string
  examples: readonly string[]
  /** Its arguments and options. */
  define?: (command: Commander) => void
}>

/** Runs where the database is open; its input and output are JSON, because they may travel through the server's socket. */
type OperatorCommand<Input, Output> = Words &
  Readonly<{
    prepare: (given: Given) => Promise<Input> | Input
    /** Long work in pieces, and the whole from what each gave. */
    pieces?: (input: Input) => readonly Input[]
    join?: (outputs: readonly Output[]) => Output
    run: (rooms: CommandRooms, input: Input, reply: Reply) => Promise<Output>
    sink?: (given: Given) => Sink
    /** For people; `--json` prints the output itself. */
    print: (output: Output) => string
    failed?: (output: Output) => boolean
  }>

/** Needs no open database. */
type LocalCommand<Output> = Words &
  Readonly<{ perform: (given: Given, config: Config) => Promise<Output>; print: (output: Output) => string }>

export type Command =
  | (OperatorCommand<unknown, unknown> & Readonly<{ kind: 'operator' }>)
  | (LocalCommand<unknown> & Readonly<{ kind: 'local' }>)

// A list of commands cannot know the input of each. Each keeps its own types here, where it is written.
export const operatorCommand = <Input, Output>(command: OperatorCommand<Input, Output>): Command =>
  ({ kind: 'operator', ...command }) as unknown as Command

export const localCommand = <Output>(command: LocalCommand<Output>): Command =>
  ({ kind: 'local', ...command }) as unknown as Command
