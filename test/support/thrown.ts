// Thrown: what a stranger's library makes of a refusal, whatever form it gives it.

export const thrownBy = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'nothing: it worked',
    (thrown) => thrown,
  )
