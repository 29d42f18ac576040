// Authorization request: validated, so that everything after it can trust its fields (RFC 6749 §4.1.1).
import type { Client } from './client.ts'
import type { RequestedClaims } from './requested-claims.ts'

export type ResponseMode = 'query' | 'form_post'
export type Prompt = 'none' | 'login' | 'consent' | 'select_account' | 'create'

/** One visit to our pages for one request: what happened in it answers prompts that would else ask for ever. */
export type Interaction = Readonly<{
  startedAt: Date
  /** The account that the person picked on the chooser. */
  selectedSub: string | null
}>

/** Where an answer may be sent: known before anything else of the request is trusted. */
export type ReturnAddress = Readonly<{
  client: Client
  redirectUri: string
  redirectUriSent: boolean
  responseMode: ResponseMode
  state: string | null
}>

export type AuthorizationRequest = ReturnAddress &
  Readonly<{
    scope: readonly string[]
    resources: readonly string[]
    requestedClaims: RequestedClaims
    /** Values of `acr` one of which is a must (OIDC Core §5.5.1.1); empty: any. */
    essentialAcr: readonly string[]
    /** Values of `acr` that are wished for, the best first (§3.1.2.1 acr_values). */
    wishedAcr: readonly string[]
    /** The subject, as this client knows it, that alone may answer: id_token_hint, or the claims parameter's `sub`. */
    expectedSubject: string | null
    codeChallenge: string | null
    nonce: string | null
    prompt: readonly Prompt[]
    maxAgeSeconds: number | null
    loginHint: string | null
  }>
