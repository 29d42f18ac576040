// Setting: one variable of the environment, with its words, which the README's table repeats.
import { z } from 'zod'
import type { Config } from './config.ts'

type About = Readonly<{
  words: string
  /** The value in force; null for a flag that is no more than its own name. */
  field: keyof Config | null
  /** The default in words, where it is not one fixed value. */
  default?: string
  /** Never printed. */
  secret?: true
}>

/** What each setting is about. */
export const about = z.registry<About>()

export const setting = <S extends z.ZodType>(
  schema: S,
  field: About['field'],
  words: string,
  more: Pick<About, 'default' | 'secret'> = {},
): S => {
  about.add(schema, { field, words, ...more })
  return schema
}
