// What the door is given by server.ts: flows to call, and the little it needs besides them.
import type { Config } from '../config/config.ts'
import type { KeyRing } from '../crypto/key-ring.ts'
import type { Clock, Random } from '../crypto/random.ts'
import type { LogIn } from '../flows/account/log-in.ts'
import type { LogOut } from '../flows/account/log-out.ts'
import type { FindVisitor } from '../flows/account/visitor.ts'
import type { AuthorizeFlow } from '../flows/authorize.ts'
import type { DeviceFlow } from '../flows/device/answer.ts'
import type { StartDevice } from '../flows/device/start.ts'
import type { EndSession } from '../flows/end-session.ts'
import type { RecordEvent } from '../flows/events.ts'
import type { Introspect, IntrospectSigned } from '../flows/introspect.ts'
import type { Registration } from '../flows/register.ts'
import type { Revoke } from '../flows/revoke.ts'
import type { TokenFlow } from '../flows/token.ts'
import type { ReadUserInfo } from '../flows/userinfo.ts'
import type { Resource } from '../model/resource.ts'
import type { Scope } from '../model/scope.ts'
import type { Limits } from './limits.ts'

/** Text that only this server can open, for cookies and URLs; undefined for what was not sealed here. */
export type SealedBox = Readonly<{ seal(plain: string): string; open(text: string): string | undefined }>

export type HttpParts = Readonly<{
  config: Config
  clock: Clock
  random: Random
  record: RecordEvent
  token: TokenFlow
  authorize: AuthorizeFlow
  revoke: Revoke
  introspect: Introspect
  introspectSigned: IntrospectSigned
  registration: Registration
  userinfo: ReadUserInfo
  startDevice: StartDevice
  devices: DeviceFlow
  logIn: LogIn
  logOut: LogOut
  endSession: EndSession
  findVisitor: FindVisitor
  scopes: () => readonly Scope[]
  resources: () => readonly Resource[]
  keyRing: Pick<KeyRing, 'jwks'>
  limits: Limits
  /** The web origins of each of these clients that there is. */
  webOriginsOf: (clientIds: readonly string[]) => Promise<readonly (readonly string[])[]>
  /** Seals of forms, each over its purpose and what was shown. */
  formBox: SealedBox
  /** The cookie that remembers who logged in with this browser. */
  browserBox: SealedBox
  grantTypes: readonly string[]
  ping: () => Promise<void>
  isUnavailable: (error: unknown) => boolean
  isBusy: (error: unknown) => boolean
}>
