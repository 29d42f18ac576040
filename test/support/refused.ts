// Refused: what every refusal has in common, by a machine endpoint (RFC 6749 §5.2; README, Decisions) and by the process itself.
import type { Test } from 'tap'
import type { Answer } from './plain-client.ts'
import type { Exit } from './process.ts'

/** 80 bits in Crockford's base 32. */
export const referencePattern = /^[0-9a-hjkmnp-tv-z]{16}$/

export const refused = (t: Test, what: string, answer: Answer, status: number, error: string): void => {
  const { headers, body } = answer
  t.match(
    {
      status: answer.status,
      error: body?.error,
      description: body?.error_description,
      reference: headers.get('x-reference'),
      cacheControl: headers.get('cache-control'),
    },
    // RFC 6749 §5.2: the description has no character outside this set.
    {
      status,
      error,
      description: /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/,
      reference: referencePattern,
      cacheControl: 'no-store',
    },
    `${what}: ${status} ${error}`,
  )
  // RFC 9110 §15.5.2: "The server generating a 401 response MUST send a WWW-Authenticate header field".
  if (status === 401)
    t.match(headers.get('www-authenticate'), /^(Basic|Bearer) /, `${what}: it says how to authenticate`)
}

/** The server refuses to start: exit code 1, and one clear line. */
export const refusesToStart = (t: Test, what: string, { code, out, err }: Exit, line: RegExp): void => {
  const lines = err.trim().split('\n')
  t.match([code, out, lines.length, err], [1, '', 1, line], `${what}: exit code 1, one clear line`)
  t.notMatch(err, /\n\s+at /, `${what}: no stack`)
}
