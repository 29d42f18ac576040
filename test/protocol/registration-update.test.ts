// Tests of updates of a registration: what takes away that somebody vouched for the client, and what does not.
import t from 'tap'
import type { Client } from '../../src/model/client.ts'
import { stillVouchedFor } from '../../src/protocol/registration-update.ts'
import { clientKey } from '../support/client-key.ts'
import { aClient } from './samples.ts'

const still = (change: Partial<Client>) => stillVouchedFor(aClient(), aClient(change))

t.test('who it is and where people are sent was vouched for', async (t) => {
  t.equal(still({}), true)
  t.equal(still({ name: 'Your bank' }), false)
  t.equal(still({ redirectUris: ['https://evil.example/'] }), false)
  t.equal(still({ redirectUris: [...aClient().redirectUris, 'https://evil.example/'] }), false)
  t.equal(still({ redirectUris: ['https://shop.example/callback,https://evil.example/'] }), false)
  t.equal(still({ postLogoutRedirectUris: ['https://evil.example/'] }), false)
  t.equal(still({ backchannelLogoutUri: 'https://evil.example/' }), false)
  t.equal(still({ tokenEndpointAuthMethod: 'none' }), false, 'it proves nothing any more')
})

t.test('new keys and ways of signing are good practice', async (t) => {
  t.equal(still({ tokenEndpointAuthMethod: 'private_key_jwt', jwks: clientKey().jwks }), true)
  t.equal(still({ idTokenAlg: 'ES256', userinfoAlg: 'ES256', defaultMaxAgeSeconds: 5 }), true)
  t.equal(still({ webOrigins: ['https://shop.example'] }), true)
  t.equal(still({ scope: [], grantTypes: ['authorization_code'] }), true)
})
