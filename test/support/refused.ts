// Refused: what every refusal by a machine endpoint has in common (RFC 6749 §5.2; README, Decisions).
import type { Test } from 'tap'
import type { Answer } from './plain-client.ts'

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
