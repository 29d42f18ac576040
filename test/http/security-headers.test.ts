// Security headers: where the forms of a page may lead (CSP Level 3 §6.4.1 form-action).
import t from 'tap'
import { formTargets } from '../../src/http/security-headers.ts'

t.test('form-action names where the answer goes, and where an app may go on from there', async (t) => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    'https://app.example/callback': ['https://app.example', 'https:'],
    'https://app.example:8443/a?b=c': ['https://app.example:8443', 'https:'],
    'http://localhost/callback': ['http://localhost', 'http://127.0.0.1:*', 'http://localhost:*', 'https:'],
    'http://127.0.0.1:7777/': ['http://127.0.0.1:7777', 'http://127.0.0.1:*', 'http://localhost:*', 'https:'],
    'http://[::1]:7777/': ['http:', 'http://127.0.0.1:*', 'http://localhost:*', 'https:'],
    'com.example.app:/callback': ['com.example.app:'],
    'com.example.app://callback': ['com.example.app:'],
  }
  for (const [uri, targets] of Object.entries(cases)) t.strictSame(formTargets(uri), targets, uri)
})
