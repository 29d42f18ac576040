// Scope: sets of names (RFC 6749 §3.3).
import type { Scope } from '../model/scope.ts'
import { OAuthError } from './errors.ts'
import { printable } from './params.ts'

// scope-token = 1*( %x21 / %x23-5B / %x5D-7E ): `:`, `*`, `/` and `.` are in use and allowed.
const token = /^[\x21\x23-\x5b\x5d-\x7e]+$/
const maxNames = 100

/** Reads a scope parameter; order kept, repetitions dropped. @throws OAuthError invalid_scope */
export const parseScope = (text: string): readonly string[] => {
  const names = [...new Set(text.split(' ').filter((name) => name !== ''))]
  const wrong = names.find((name) => !isScopeName(name))
  if (wrong !== undefined)
    throw new OAuthError(
      'invalid_scope',
      `The scope ${printable(wrong)} is too long or has a character that scopes cannot have.`,
    )
  if (names.length === 0 || names.length > maxNames)
    throw new OAuthError('invalid_scope', 'The scope names nothing, or too much.')
  return names
}

export const isScopeName = (name: string): boolean => token.test(name) && name.length <= 255

export const formatScope = (scope: readonly string[]): string => scope.join(' ')

/** RFC 6749 §3.3 and §6: the requested scope if it lies inside the allowed one, all that is allowed if none is requested. */
export const narrowScope = (
  requested: string | undefined,
  allowed: readonly string[],
  whose: string,
): readonly string[] => {
  if (requested === undefined) return allowed
  const names = parseScope(requested)
  const outside = names.filter((name) => !allowed.includes(name))
  if (outside.length > 0) {
    const list = printable(outside.join(' '), 200)
    throw new OAuthError('invalid_scope', `The requested scope is outside ${whose}: ${list}`, {
      owner: `The request asks for the scope ${list}, which is outside ${whose}: ${allowed.join(' ') || 'it has none'}`,
      cure: 'Ask for less, or add the scope in the app’s settings. What is not offered there is for the people who run this server to give.',
    })
  }
  return names
}

/** The names that anyone may ask for. */
export const openScopes = (scopes: readonly Scope[]): readonly string[] =>
  scopes.filter(({ privileged }) => !privileged).map(({ name }) => name)

export const missingFrom = (have: readonly string[], want: readonly string[]): readonly string[] =>
  want.filter((name) => !have.includes(name))
