// Passwords that attackers try first: about 50,000 from leaked lists, read when somebody first chooses a password (NIST SP 800-63B-4 §3.1.1.2).

export type CommonPasswords = () => Promise<ReadonlySet<string>>

/** They cost memory and 20 ms: no request but the first choice pays that. */
export const openCommonPasswords = (): CommonPasswords => {
  let list: Promise<ReadonlySet<string>> | undefined
  return () => {
    list ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => new Set(dictionary['passwords-common']))
    return list
  }
}
