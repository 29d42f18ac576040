// What the door is given by server.ts: flows to call, and the little it needs besides them.
import type { Config } from '../config/config.ts'
import type { KeyRing } from '../crypto/key-ring.ts'
import type { Clock, Random } from '../crypto/random.ts'
import type { LogIn } from '../flows/account/log-in.ts'
import type { LogOut } from '../flows/account/log-out.ts'
import type { MyFactors } from '../flows/account/my-factors.ts'
import type { OwnAccount } from '../flows/account/own-account.ts'
import type { PasskeyLogIn } from '../flows/account/passkey-log-in.ts'
import type { PeopleFlows } from '../flows/account/people-flows.ts'
import type { SecondFactor } from '../flows/account/second-factor.ts'
import type { Thefts } from '../flows/account/thefts.ts'
import type { FindVisitor } from '../flows/account/visitor.ts'
import type { AdmitAdmin } from '../flows/admin-access.ts'
import type { Apps } from '../flows/apps/index.ts'
import type { AuthorizeFlow } from '../flows/authorize.ts'
import type { DeviceFlow } from '../flows/device/answer.ts'
import type { StartDevice } from '../flows/device/start.ts'
import type { EndSession } from '../flows/end-session.ts'
import type { RecordEvent } from '../flows/events.ts'
import type { Introspect, IntrospectSigned } from '../flows/introspect.ts'
import type { OperatorFlows } from '../flows/operator/index.ts'
import type { Setup } from '../flows/operator/setup-link.ts'
import type { FindPopularity } from '../flows/popularity.ts'
import type { Readiness } from '../flows/readiness.ts'
import type { Registration } from '../flows/register.ts'
import type { Revoke } from '../flows/revoke.ts'
import type { TokenFlow } from '../flows/token.ts'
import type { ReadUserInfo } from '../flows/userinfo.ts'
import type { Actor } from '../model/actor.ts'
import type { Resource } from '../model/resource.ts'
import type { Scope } from '../model/scope.ts'
import type { Watching } from '../model/watching.ts'
import type { KeptMail } from '../outbound/mail.ts'
import type { Store } from '../store/index.ts'
import type { Closing } from './closing.ts'
import type { Limits } from './limits.ts'

/** Text that only this server can open, for cookies and URLs; undefined for what was not sealed here. */
export type SealedBox = Readonly<{ seal(plain: string): string; open(text: string): string | undefined }>

export type ListedOrigins = Readonly<{ clientId: string; origins: readonly string[] }>

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
  apps: Apps
  logIn: LogIn
  secondFactor: SecondFactor
  passkeyLogIn: PasskeyLogIn
  myFactors: MyFactors
  people: PeopleFlows
  /** Mail that was not sent but kept, for /dev/mailbox. */
  keptMail: () => readonly KeptMail[]
  logOut: LogOut
  endSession: EndSession
  findVisitor: FindVisitor
  ownAccount: OwnAccount
  knownClient: Store['knownClient']
  thefts: Thefts
  popularity: FindPopularity
  /** What an operator may do, as the one who does it. */
  operatorAs: (actor: Actor) => OperatorFlows
  admitAdmin: AdmitAdmin
  setup: Setup
  /** Counts how long an answer took. */
  observe: (millis: number) => void
  scopes: () => readonly Scope[]
  resources: () => readonly Resource[]
  keyRing: Pick<KeyRing, 'jwks'>
  limits: Limits
  /** The web origins of each of these clients that there is. */
  webOriginsOf: (clientIds: readonly string[]) => Promise<readonly ListedOrigins[]>
  /** Seals of forms, each over its purpose and what was shown. */
  formBox: SealedBox
  /** The cookie that remembers who logged in with this browser. */
  browserBox: SealedBox
  grantTypes: readonly string[]
  readiness: Readiness
  closing: Closing
  watching: Watching
  isUnavailable: (error: unknown) => boolean
  isBusy: (error: unknown) => boolean
}>
