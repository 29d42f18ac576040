// Authorization request: validated, so that everything after it can trust its fields (RFC 6749 §4.1.1).
import type { Client } from './client.ts'

export type ResponseMode = 'query' | 'form_post'
export type Prompt = 'none' | 'login' | 'consent'

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
    codeChallenge: string | null
    nonce: string | null
    prompt: readonly Prompt[]
    maxAgeSeconds: number | null
    loginHint: string | null
  }>
