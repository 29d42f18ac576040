// The profile: what a person says of themselves, and where to take it away from (OpenID Connect Core §5.1).
import type { FastifyInstance } from 'fastify'
import { type OwnClaim, ownClaims } from '../../../flows/account/profile.ts'
import { isLine } from '../../../protocol/line.ts'
import type { Params } from '../../../protocol/params.ts'
import { profileProblem } from '../../../protocol/profile.ts'
import { languageNames, languages, type Words } from '../../../words/index.ts'
import type { Desk } from '../desk.ts'
import type { FieldProblem } from '../fields.ts'
import { done, memberPage, wrong } from '../member-page.ts'
import { voiceIn } from '../voice.ts'

const longestLine = 200

export const profilePages = (app: FastifyInstance, desk: Desk): void => {
  const { ownAccount } = desk.parts
  memberPage(app, desk, {
    url: '/account',
    show: (_, { account, voice }) => {
      const { words } = voice
      return {
        template: 'account/profile',
        title: words.account.nav.profile,
        data: {
          memberSince: words.account.memberSince(words.common.date(account.createdAt)),
          zoneOptions: zoneOptions(words, account.profile.zoneinfo),
          languageOptions: languageOptions(words),
        },
        fields: {
          save: {
            name: account.name ?? '',
            ...Object.fromEntries(ownClaims.map((claim) => [claim, account.profile[claim] ?? ''])),
            language: account.language ?? '',
          },
        },
      }
    },
    acts: {
      save: {
        run: async (request, form, { account, now }) => {
          const said = readProfile(form)
          const problems = problemsOf(said)
          if (problems.length > 0) return wrong(...problems)
          const { name, language, ...claims } = said
          await ownAccount.saveProfile(account.sub, { name, language, claims }, request.ip, now)
          const spoken = languages.find((one) => one === language)
          const saved = done((w) => w.account.saved)
          return spoken === undefined || spoken === account.language ? saved : { ...saved, voice: voiceIn(spoken) }
        },
      },
    },
  })
}

type Said = Readonly<Record<'name' | 'language' | OwnClaim, string | null>>

const readProfile = (form: Params): Said => {
  const text = (name: string): string | null => form.get(name)?.trim() || null
  return Object.fromEntries(['name', ...ownClaims, 'language'].map((name) => [name, text(name)])) as Said
}

const problemsOf = ({ name, language, ...claims }: Said): readonly FieldProblem[] => {
  const problems: FieldProblem[] = []
  if (name !== null && !isLine(name, longestLine)) problems.push({ field: 'name', say: badLine })
  for (const claim of ownClaims) {
    const value = claims[claim]
    if (value !== null && profileProblem({ [claim]: value }) !== undefined)
      problems.push({ field: claim, say: sayings[claim] })
  }
  if (language !== null && !languages.some((one) => one === language))
    problems.push({ field: 'language', say: (w) => w.account.badChoice })
  return problems
}

const badLine = (w: Words) => w.account.badLine(w.common.number(longestLine))

const sayings: Readonly<Record<OwnClaim, (w: Words) => string>> = {
  given_name: badLine,
  family_name: badLine,
  birthdate: (w) => w.account.badBirthdate,
  website: (w) => w.account.badWebsite,
  zoneinfo: (w) => w.account.badChoice,
}

/** As this computer knows them, and the one that an operator may have set by an older name. */
const zoneOptions = (w: Words, current: string | undefined) => {
  const known = Intl.supportedValuesOf('timeZone')
  const all = current === undefined || known.includes(current) ? known : [current, ...known]
  return [
    { value: '', label: w.account.notSaid },
    ...all.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })),
  ]
}

const languageOptions = (w: Words) => [
  { value: '', label: w.account.asBrowser },
  ...languages.map((one) => ({ value: one, label: languageNames[one], lang: one })),
]
