// What people may do with their own accounts, put together from its parts.
import type { Config } from '../../config/config.ts'
import type { CommonPasswords } from '../../crypto/common-passwords.ts'
import type { Passwords } from '../../crypto/passwords.ts'
import { afterwards } from './afterwards.ts'
import type { ClaimAttempts } from './attempts.ts'
import { changingEmails } from './change-email.ts'
import { changingPasswords } from './change-password.ts'
import { choosingPasswords } from './choose-password.ts'
import { allowingMails } from './mail-allowance.ts'
import { mailLinking } from './mail-links.ts'
import type { PeopleParts } from './people.ts'
import { recoveringAccounts } from './recovery.ts'
import { signingUp } from './sign-up.ts'
import { verifyingEmails } from './verify-email.ts'

type Given = Omit<PeopleParts, 'links' | 'allowMail' | 'choosePassword' | 'after' | 'config' | 'random' | 'passwords'> &
  Readonly<{
    config: Config
    random: PeopleParts['random'] & { bytes(count: number): Buffer }
    passwords: Passwords
    commonPasswords: CommonPasswords
    claimAttempts: ClaimAttempts
    addressGroup: (address: string) => string
  }>

export type PeopleFlows = ReturnType<typeof peopleFlows>

export const peopleFlows = (given: Given) => {
  const { config, passwords } = given
  const after = afterwards(given)
  const parts: PeopleParts = {
    ...given,
    after,
    links: mailLinking(given),
    allowMail: allowingMails(given),
    choosePassword: choosingPasswords({ ...config, passwords, commonPasswords: given.commonPasswords }),
  }
  return {
    signUp: signingUp(parts),
    recovery: recoveringAccounts(parts),
    changePassword: changingPasswords(parts),
    /** Whoever logs in by a passkey alone may have none. */
    hasPassword: async (sub: string): Promise<boolean> =>
      ((await parts.store.accounts.passwordState(sub))?.passwordHash ?? null) !== null,
    changeEmail: changingEmails(parts),
    verifyEmail: verifyingEmails(parts),
    /** Resolves when every mail that was asked for has been written. */
    written: after.settled,
  }
}
