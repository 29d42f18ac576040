// Random requests for every endpoint: from nearly right to nonsense, as raw bytes; a seed repeats them.
import {
  documents,
  form,
  jsonNames,
  jsonValues,
  machine,
  methods,
  nowhere,
  people,
  types,
  words,
} from './nasty-words.ts'
import { seededBytes, seededChoices } from './seeded-random.ts'

/** Values that mean something to this server; `bearer` and `cookie` are good ones. */
export type Vocabulary = Readonly<{
  port: number
  clientId: string
  secret: string
  registered: Readonly<{ clientId: string; bearer: string }>
  cookie: string
  values: Readonly<Record<string, readonly string[]>>
}>

export const randomRequests = (seed: string, vocabulary: Vocabulary): (() => Buffer) => {
  const choose = seededChoices(seed)
  const bytes = seededBytes(seed)
  const { clientId, secret, registered, values } = vocabulary
  const names = Object.keys(values)

  const noise = (): string =>
    bytes(choose.below(40))
      .toString('latin1')
      .replace(/[\r\n]/g, '')
  const word = (): string => (choose.chance(0.1) ? noise() : choose.pick(words))
  const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`

  /** `wildness` is how often something is wrong. */
  const pairs = (wildness: number): string =>
    choose
      .some(names)
      .map((name) => {
        const good = encodeURIComponent(choose.pick(values[name] as readonly string[]))
        return `${name}=${choose.chance(wildness) ? word() : good}`
      })
      .concat(choose.chance(wildness / 2) ? [`${word()}=${word()}`] : [])
      .join('&')

  const registration = (): string => {
    const fields = choose
      .some(jsonNames.filter((name) => !name.startsWith('redirect')))
      .map((name) => `,"${name}":${choose.pick(jsonValues)}`)
    return `{"redirect_uris":["https://app.example/"]${choose.chance(0.3) ? '' : fields.join('')}}`
  }

  const json = (wildness: number, depth = 0): string => {
    const value = (): string =>
      choose.weighted<() => string>([
        [4, () => choose.pick(jsonValues)],
        [wildness, () => JSON.stringify(word())],
        [depth < 4 ? 1 : 0, () => `[${Array.from({ length: choose.below(4) }, value).join(',')}]`],
        [depth < 4 ? 1 : 0, () => json(wildness, depth + 1)],
      ])()
    return `{${choose
      .some(jsonNames)
      .map((name) => `"${name}":${value()}`)
      .join(',')}}`
  }

  const authorization = (): string =>
    choose.weighted([
      [6, basic(`${clientId}:${secret}`)],
      [3, `Bearer ${registered.bearer}`],
      [1, basic(word())],
      [1, 'Basic'],
      [1, word()],
    ])

  const headers: readonly (() => string)[] = [
    () => `Authorization: ${authorization()}`,
    () => `Authorization: ${authorization()}`,
    () => `Cookie: ${choose.chance(0.7) ? vocabulary.cookie : `cs_session=${word()}; cs_browser=${word()}`}`,
    () => `Origin: ${choose.pick([`http://localhost:${vocabulary.port}`, 'https://evil.example', 'null', word()])}`,
    () => `Sec-Fetch-Site: ${choose.pick(['same-origin', 'cross-site', word()])}`,
    () => `Accept: ${choose.pick(['text/html', 'application/json', word()])}`,
    () => `If-None-Match: ${word()}`,
    () => `X-Forwarded-For: ${word()}`,
    () => `Forwarded: ${word()}`,
    () => `Range: bytes=0-${word()}`,
    () => 'Content-Encoding: gzip',
    () => 'X-Http-Method-Override: DELETE',
  ]
  const wilderHeaders: readonly (() => string)[] = [
    () => `Expect: ${choose.pick(['100-continue', 'x'])}`,
    () => 'Upgrade: websocket\r\nConnection: Upgrade',
    () => `${word()}: ${word()}`,
  ]

  const nearlyRight = () => {
    const kind = choose.pick([
      'machine',
      'machine',
      'people',
      'people',
      'registration',
      'management',
      'document',
    ] as const)
    switch (kind) {
      case 'machine':
        return { method: 'POST', path: choose.pick(machine), type: form, body: pairs(0.1) }
      case 'people': {
        const path = `${choose.pick(people)}?${pairs(0.1)}`
        return choose.chance(0.5)
          ? { method: 'GET', path, type: form, body: '' }
          : { method: 'POST', path, type: form, body: pairs(0.1) }
      }
      case 'registration':
        return {
          method: 'POST',
          path: 'register',
          type: 'application/json',
          body: choose.chance(0.5) ? registration() : json(0.5),
        }
      case 'management': {
        const method = choose.pick(['GET', 'PUT'])
        const path = `register/${choose.chance(0.7) ? registered.clientId : word()}`
        return {
          method,
          path,
          type: 'application/json',
          body: (choose.chance(0.5) ? registration() : json(0.5)).replace(
            '{',
            `{"client_id":"${registered.clientId}",`,
          ),
        }
      }
      case 'document':
        return { method: 'GET', path: choose.pick(documents), type: form, body: '' }
    }
  }

  const wild = () => ({
    method: choose.pick(methods),
    path:
      choose.pick([...machine, ...people, 'register', ...documents, ...nowhere, word()]) +
      (choose.chance(0.5) ? `?${pairs(0.5)}` : ''),
    type: choose.pick(types),
    body: choose.weighted<() => string | Buffer>([
      [4, () => pairs(0.5)],
      [3, () => json(2)],
      [2, () => bytes(choose.below(300))],
      [0.2, () => 'a=b&'.repeat(17_500)],
    ])(),
  })

  return () => {
    const isWild = choose.chance(0.4)
    const { method, path, type, body } = isWild ? wild() : nearlyRight()
    const content = Buffer.from(body as string)
    const length = choose.weighted([
      [isWild ? 20 : 1000, `Content-Length: ${content.length}`],
      [0.3, `Content-Length: ${content.length + 5}`],
      [1, 'Content-Length: x'],
      [1, 'Transfer-Encoding: chunked'],
      [1, `Content-Length: ${content.length}\r\nTransfer-Encoding: chunked`],
    ])
    const some = Array.from({ length: choose.below(4) }, () =>
      choose.pick(isWild ? [...headers, ...wilderHeaders] : headers)(),
    )
    const version = isWild && choose.chance(0.03) ? choose.pick(['1.0', '2.0', '9']) : '1.1'
    const lines = [
      `${method} /${path} HTTP/${version}`,
      `Host: localhost:${vocabulary.port}`,
      `Content-Type: ${type}`,
      ...some,
      length,
    ]
    return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`, 'latin1'), content])
  }
}
