// Assembly: the real flows, put together by src/server.ts itself, and those of the operator; a seeded bug wraps what they are made of.
import { openCommonPasswords } from '../../src/crypto/common-passwords.ts'
import { foreignHashProblem } from '../../src/crypto/foreign-hashes.ts'
import { systemStopwatch } from '../../src/crypto/random.ts'
import { reseal } from '../../src/crypto/seal.ts'
import { signingKeyContext } from '../../src/crypto/signing-keys.ts'
import { operatorFlows } from '../../src/flows/operator/index.ts'
import { judgingForOperators } from '../../src/flows/operator/password.ts'
import { sweeping } from '../../src/flows/upkeep.ts'
import { buildFlows, type Ingredients as FlowIngredients } from '../../src/stories.ts'

export type Ingredients = FlowIngredients & Readonly<{ log: { info(context: object, message: string): void } }>

export type Assembly = Awaited<ReturnType<typeof assemble>>

export const assemble = async (ingredients: Ingredients) => {
  const { store, resources, scopes, random, masterKeys, keyRing, passwords, log, clock, sha256 } = ingredients
  const { record, flush } = ingredients.events
  return {
    ...(await buildFlows(ingredients)),
    sweep: sweeping({ store, log, stopwatch: systemStopwatch }),
    operator: operatorFlows(
      {
        ...{
          store,
          resources,
          scopes,
          passwords,
          foreignHashProblem,
          masterKeys,
          signingKeyContext,
          keyRing,
          random,
          sha256,
        },
        ...{ clock, record, fetchLoopback: ingredients.config.fetchLoopback, issuer: ingredients.config.issuer },
        reseal: (context, value) => reseal(masterKeys, random, context, value),
        flushEvents: flush,
        invitations: { config: ingredients.config, deliver: async () => ({}) },
        sendMail: ingredients.post.send,
        passwordProblem: judgingForOperators({ ...ingredients.config, commonPasswords: openCommonPasswords() }),
      },
      { kind: 'command-line' },
    ),
    record,
  }
}
