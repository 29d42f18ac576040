// Server metadata, computed from the very arrays that the server runs on (RFC 8414 §2, OpenID Connect Discovery §3).
import { deviceCodeGrantType } from '../model/client.ts'
import { languages } from '../words/index.ts'
import { acrValues } from './acr.ts'
import { displayValues, promptValues, responseModes, responseTypes } from './authorization-request.ts'
import { clientAuthenticationMethods } from './client-authentication.ts'
import { introspectionAlgorithms } from './introspection-response.ts'
import { codeChallengeMethods } from './pkce.ts'
import { signingAlgorithms } from './signing-algorithms.ts'
import { standardClaims } from './standard-claims.ts'
import { subjectTypes } from './subject.ts'

type Enabled = Readonly<{
  issuer: string
  grantTypes: readonly string[]
  /** Scopes that anyone may ask for; clients copy the list, so privileged ones stay out. */
  scopes: readonly string[]
  registration: boolean
  /** Whether a client_id may be the address of the client's own document. */
  clientDocuments: boolean
  /** Whether anybody may make an account. */
  signUp: boolean
}>

export const serverMetadata = ({
  issuer,
  grantTypes,
  scopes,
  registration,
  clientDocuments,
  signUp,
}: Enabled): Record<string, unknown> => {
  const methods = clientAuthenticationMethods.map(({ name }) => name)
  const methodAlgorithms = clientAuthenticationMethods.flatMap(({ algorithms = [] }) => algorithms)
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    end_session_endpoint: `${issuer}/logout`,
    jwks_uri: `${issuer}/jwks`,
    ...(registration && { registration_endpoint: `${issuer}/register` }),
    ...(grantTypes.includes(deviceCodeGrantType) && {
      // RFC 8628 §4
      device_authorization_endpoint: `${issuer}/device_authorization`,
    }),
    revocation_endpoint: `${issuer}/revoke`,
    introspection_endpoint: `${issuer}/introspect`,
    // RFC 8414 §3.2: "Claims with zero elements MUST be omitted from the response."
    ...(scopes.length > 0 && { scopes_supported: scopes }),
    response_types_supported: responseTypes,
    response_modes_supported: responseModes,
    grant_types_supported: grantTypes,
    token_endpoint_auth_methods_supported: methods,
    token_endpoint_auth_signing_alg_values_supported: methodAlgorithms,
    revocation_endpoint_auth_methods_supported: methods,
    revocation_endpoint_auth_signing_alg_values_supported: methodAlgorithms,
    introspection_endpoint_auth_methods_supported: methods.filter((method) => method !== 'none'),
    introspection_endpoint_auth_signing_alg_values_supported: methodAlgorithms,
    // RFC 9701 §7
    introspection_signing_alg_values_supported: introspectionAlgorithms,
    code_challenge_methods_supported: codeChallengeMethods,
    // draft-ietf-oauth-client-id-metadata-document §7
    ...(clientDocuments && { client_id_metadata_document_supported: true }),
    // RFC 9207 §3
    authorization_response_iss_parameter_supported: true,
    subject_types_supported: subjectTypes,
    id_token_signing_alg_values_supported: signingAlgorithms,
    userinfo_signing_alg_values_supported: signingAlgorithms,
    acr_values_supported: acrValues,
    // Initiating User Registration §4.2
    prompt_values_supported: signUp ? [...promptValues, 'create'] : promptValues,
    display_values_supported: displayValues,
    claim_types_supported: ['normal'],
    claims_supported: ['sub', 'auth_time', 'acr', 'amr', 'sid', ...standardClaims],
    claims_parameter_supported: true,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
    ui_locales_supported: languages,
  }
}
