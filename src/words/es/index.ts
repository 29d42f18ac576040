// Spanish: all words of people's pages and mails.
import type { Words } from '../en/index.ts'
import { account } from './account.ts'
import { common } from './common.ts'
import { consent } from './consent.ts'
import { errors } from './errors.ts'
import { factors } from './factors.ts'
import { mail } from './mail.ts'
import { signIn } from './sign-in.ts'
import { signUp } from './sign-up.ts'

export const es: Words = { common, signIn, consent, signUp, factors, account, mail, errors }
