// The kinds of apps in a developer's words.
import type { AppKind } from '../../../model/client.ts'

type KindWords = Readonly<{ name: string; words: string; redirectHint: string }>

export const kindWords: Readonly<Record<AppKind, KindWords>> = {
  web: {
    name: 'Web app',
    words: 'Runs on a server and can keep a secret: Express, Next.js, Django, Spring, Rails.',
    redirectHint: 'https://shop.example.org/callback, or http://localhost:8080/callback while you develop',
  },
  'single-page': {
    name: 'Single-page app',
    words: 'Runs in the browser alone: React, Vue, Angular without a backend. It has no secret.',
    redirectHint: 'https://shop.example.org/callback, or http://localhost:5173/callback while you develop',
  },
  native: {
    name: 'Native app',
    words: 'Runs on a phone, a desktop or in a terminal. It has no secret.',
    redirectHint: 'http://127.0.0.1/callback (any port), org.example.app:/callback, or an https app link',
  },
  device: {
    name: 'Device',
    words: 'Has no browser or keyboard: a television, a printer, a job on a server. It shows a code.',
    redirectHint: '',
  },
  service: {
    name: 'Service',
    words: 'Acts for itself, and nobody logs in: a nightly job, another server. It has a secret.',
    redirectHint: '',
  },
  mcp: {
    name: 'MCP client',
    words: 'Connects an assistant to MCP servers that trust this server. It has no secret.',
    redirectHint: 'http://localhost/callback (any port), or the https address that the assistant names',
  },
}
