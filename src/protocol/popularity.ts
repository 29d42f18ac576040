// Popularity: how many people use an app, so roughly that nobody can watch a single one come or go.

export type Popularity = Readonly<{ kind: 'few' }> | Readonly<{ kind: 'about' | 'many'; people: number }>

/** @param most where counting stopped */
export const popularityOf = (people: number, most: number): Popularity => {
  if (people < 10) return { kind: 'few' }
  if (people >= most) return { kind: 'many', people: most }
  const step = people < 100 ? 10 : 100
  return { kind: 'about', people: Math.floor(people / step) * step }
}
