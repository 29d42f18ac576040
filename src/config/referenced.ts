// Referenced settings: what a file names by a variable of the environment, because it must not stand in the file.

export type Referenced = (name: string) => string | undefined

export const referenced =
  (environment: Readonly<Record<string, string | undefined>> = process.env): Referenced =>
  (name) =>
    environment[name]
