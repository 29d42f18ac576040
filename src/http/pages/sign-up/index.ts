// The pages for new accounts, forgotten passwords and links in mails, registered in one visible list.
import type { FastifyInstance } from 'fastify'
import type { Desk } from '../desk.ts'
import { addressPages } from './addresses.ts'
import { recoveryPages } from './recovery.ts'
import { signUpPages } from './sign-up.ts'
import { switchedOffPages } from './switched-off.ts'

const all: readonly ((app: FastifyInstance, desk: Desk) => void)[] = [
  signUpPages,
  recoveryPages,
  addressPages,
  switchedOffPages,
]

export const mailPages = (app: FastifyInstance, desk: Desk): void => {
  for (const register of all) register(app, desk)
}
