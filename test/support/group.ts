// Group: tap ends as soon as nothing is left to do, and would do so while the files of a group are still being read.
import t from 'tap'

export const open = (): void => {
  Object.defineProperty(t, 'idle', { configurable: true, get: () => false })
}

/** All are read: tap ends with the last of their tests. */
export const close = (): void => {
  Reflect.deleteProperty(t, 'idle')
  if (t.idle) t.emit('idle')
}

/** What goes wrong at the top of one file is its own failure, and the others go on. */
export const reading =
  (from: string) =>
  async (file: string): Promise<void> => {
    try {
      await import(new URL(file, from).href)
    } catch (error) {
      t.fail(file, { cause: String((error as Error).stack ?? error) })
    }
  }
