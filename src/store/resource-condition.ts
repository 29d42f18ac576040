// Resource condition: what the authorized resources of a row must be, as part of the statement that spends or rotates it.
import { type RawBuilder, sql } from 'kysely'

/** @param value the condition's two halves, as values of the statement */
export const resourcesAre = (value: (name: 'most' | 'only') => RawBuilder<unknown>): RawBuilder<unknown> => sql`
  (${value('most')}::integer is null or cardinality(resources) <= ${value('most')})
  and (${value('only')}::text is null or resources = array[${value('only')}])`
