// Security headers of pages: no script, frame or address but our own (CSP Level 3, OWASP ASVS 3.4).
import type { FastifyReply } from 'fastify'
import { redirectKind, redirectSource } from '../protocol/redirect-uri.ts'

/**
 * What a page's forms may lead to. Chromium applies form-action to every redirect after the post: ours to the app, and
 * the app's own from its callback to wherever it goes on (another host of its own, or from its loopback port to the web).
 * So the app's origin is named, and for web addresses `https:` beside it. Without it people press Allow and nothing
 * happens. A private scheme ends the chain.
 */
export const formTargets = (redirectUri: string): readonly string[] => {
  const source = redirectSource(redirectUri)
  switch (redirectKind(redirectUri)) {
    case 'private-scheme':
      return [source]
    case 'web':
      return [source, 'https:']
    case 'loopback':
      return [source, 'http://127.0.0.1:*', 'http://localhost:*', 'https:']
  }
}

type PageHeaders = Readonly<{
  formTargets: readonly string[]
  /** `same-origin`: under no-referrer browsers send `Origin: null` with our own forms' posts (Fetch §3.2). */
  referrerPolicy: 'same-origin' | 'strict-origin'
}>

/** No Cross-Origin-Opener-Policy: it would cut off the app that opened the login in a window of its own. */
export const pageHeaders = (reply: FastifyReply, { formTargets, referrerPolicy }: PageHeaders): void => {
  const own = ["'self'"]
  const none = ["'none'"]
  const directives = {
    defaultSrc: none,
    styleSrc: own,
    scriptSrc: own,
    imgSrc: own,
    // Script of ours may ask this server what it thinks of what is being typed.
    connectSrc: own,
    formAction: [...own, ...formTargets],
    frameAncestors: none,
    baseUri: none,
  }
  reply.helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    crossOriginOpenerPolicy: false,
    xFrameOptions: { action: 'deny' },
    // The door sets these for every answer.
    strictTransportSecurity: false,
    xContentTypeOptions: false,
    referrerPolicy: false,
  })
  reply.header('referrer-policy', referrerPolicy)
  reply.header('cache-control', 'no-store')
}
