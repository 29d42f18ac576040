// The program that a browser says it is, in words that people know (RFC 9110 §10.1.5).
import Bowser from 'bowser'
import type { Words } from '../../../words/index.ts'
import { plainName } from '../words.ts'

/** What a browser says of itself is no proof of anything; it only helps to recognize one's own. */
export const programWords = ({ account }: Words, userAgent: string | null): string => {
  if (userAgent === null || userAgent.trim() === '') return account.unknownProgram
  const { browser, os } = Bowser.parse(userAgent)
  const [program, system] = [plainName(browser.name ?? ''), plainName(os.name ?? '')]
  if (program === '') return account.unknownProgram
  return system === '' ? program : account.programOn(program, system)
}
