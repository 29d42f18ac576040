// The setup page: whoever has the operator's link makes the first admin's account, once (OWASP ASVS 6.3).
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { FirstAdmin } from '../../../flows/operator/setup-link.ts'
import { OAuthError } from '../../../protocol/errors.ts'
import { formParams } from '../../form-body.ts'
import { otherMethods } from '../../json-errors.ts'
import type { Again, Desk } from '../desk.ts'
import { type FieldProblem, formsOf, summaryOf, typedOf } from '../fields.ts'
import { isBlindPost, postProblem, showBlindPost } from '../own-post.ts'
import { alertOf, seeOther, showPage } from '../page.ts'
import { queryOf } from '../sign-in/raw-query.ts'
import { english } from '../voice.ts'

const url = '/setup'
const purpose = 'setup'

type Typed = Pick<FirstAdmin, 'email'> & Readonly<{ name: string }>
type Shown = Readonly<{ typed?: Typed; problems?: readonly FieldProblem[]; again?: Again }>

export const setupPage = (app: FastifyInstance, desk: Desk): void => {
  const { parts, browsers, seals } = desk
  const step = (query: string): string => `${parts.config.issuerPath}${url}?${query}`
  const linkOf = (query: string): string => new URLSearchParams(query).get('link') ?? ''

  const show = (request: FastifyRequest, reply: FastifyReply, { typed, problems = [], again }: Shown): FastifyReply => {
    const now = parts.clock()
    const browser = browsers.read(request)
    const query = queryOf(request.raw.url ?? '')
    const facts = { purpose, sub: null, request: query, shown: [], browser: browser.id } as const
    const before = typed && { act: purpose, values: { ...typed } }
    const forms = formsOf({ setup: { email: '', name: '', password: '' } }, before, problems, english.words)
    browsers.greet(reply, browser)
    return showPage(reply, {
      template: 'admin/setup',
      voice: english,
      title: 'Create the first administrator',
      status: again?.status ?? (problems.length > 0 ? 400 : 200),
      data: {
        alert: alertOf(desk, request, reply, english, again),
        problems: summaryOf(forms),
        forms,
        isEnglishOnly: true,
        minLength: parts.config.passwordMinLength,
        seals: { setup: seals.seal(facts, now) },
        action: step(query),
      },
    })
  }

  /** The same for every reason: whoever tries links learns nothing. */
  const showDead = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const refusal = new OAuthError('not_found', 'The setup link does not work any more.', {
      operator: 'The setup link was used, has expired or never was, or there is an administrator already.',
      cure: 'Where there is no administrator: countersign setup-link',
    })
    const again = {
      refusal,
      status: 404,
      say: () => 'It was used, it is older than an hour, or there is an administrator already.',
    }
    return showPage(reply, {
      template: 'admin/setup-dead',
      voice: english,
      title: 'This link does not work any more',
      status: again.status,
      data: {
        alert: alertOf(desk, request, reply, english, again),
        isEnglishOnly: true,
        login: `${parts.config.issuerPath}/admin`,
      },
    })
  }

  app.get(url, async (request, reply) => {
    const isGood = await parts.setup.isGood(linkOf(queryOf(request.raw.url ?? '')), parts.clock())
    return isGood ? show(request, reply, {}) : showDead(request, reply)
  })

  app.post(url, async (request, reply) => {
    const now = parts.clock()
    const browser = browsers.read(request)
    const query = queryOf(request.raw.url ?? '')
    if (isBlindPost(desk, request, browser)) return showBlindPost(desk, request, reply, step(query))
    const form = formParams(request)
    const { values } = typedOf(purpose, form)
    const typed = { email: values.email ?? '', name: values.name ?? '' }
    const facts = { purpose, sub: null, request: query, shown: [], browser: browser.id } as const
    if (!(await parts.setup.isGood(linkOf(query), now))) return showDead(request, reply)
    const again = postProblem(desk, request, { form, facts, browser, now })
    if (again !== undefined) return show(request, reply, { typed, again })
    const admin = { email: typed.email, name: typed.name || null, password: form.get('password') ?? '' }
    const outcome = await parts.setup.makeAdmin(linkOf(query), admin, request.ip, now)
    switch (outcome.kind) {
      case 'made':
        return seeOther(reply, `${parts.config.issuerPath}/admin`)
      case 'dead':
        return showDead(request, reply)
      case 'problem': {
        const { field, line } = outcome
        // What they typed stays as they typed it.
        const isTyped = typed.email !== '' && line.startsWith(typed.email)
        const say = () => `${isTyped ? line.charAt(0) : line.charAt(0).toUpperCase()}${line.slice(1)}.`
        return show(request, reply, { typed, problems: [{ field, say }] })
      }
    }
  })
  otherMethods(app, url, ['GET', 'POST'])
}
