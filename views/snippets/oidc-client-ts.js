import { InMemoryWebStorage, UserManager, WebStorageStateStore } from 'oidc-client-ts'

const { VITE_ISSUER, VITE_CLIENT_ID } = import.meta.env
export const logins = new UserManager({
  authority: VITE_ISSUER,
  client_id: VITE_CLIENT_ID,
  redirect_uri: `${location.origin}/callback`,
  post_logout_redirect_uri: `${location.origin}/`,
  scope: 'openid profile email',
  loadUserInfo: true,
  userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }), // tokens in memory, not in localStorage
})
// logins.signinRedirect() or signinPopup() begins, signoutRedirect() ends it; the way back leads here:
if (location.pathname === '/callback') await logins.signinCallback()
