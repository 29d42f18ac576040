// A member page as it is shown: the way around, what was said and what is wrong, and a seal for each of its forms.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Browser } from '../browser.ts'
import type { FormFacts } from '../forms.ts'
import type { Desk } from './desk.ts'
import { formsOf, summaryOf } from './fields.ts'
import type { Member, MemberPage, Shown, View } from './member.ts'
import { memberAddress } from './member-address.ts'
import { areasOf } from './member-nav.ts'
import { alertOf, showPage } from './page.ts'
import { noticesUrl } from './thefts-shown.ts'

/** What the form of an act stands for. */
export const actFacts = (
  address: string,
  act: string,
  browser: Browser,
  sub: string | null,
  shown: readonly string[],
): FormFacts => ({ purpose: 'member', sub, request: `${address} ${act}`, shown, browser: browser.id })

export const showMemberView = async (
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  page: MemberPage,
  member: Member,
  view: View,
  { typed, problems = [], again, notice }: Shown,
): Promise<FastifyReply> => {
  const { browser, voice, now, account } = member
  const { path, address } = memberAddress(desk, request)
  const prefix = desk.parts.config.issuerPath
  const forms = formsOf(view.fields ?? {}, typed, problems, voice.words)
  const seals = await Promise.all(
    Object.entries(page.acts ?? {}).map(async ([name, { shown }]) => {
      const facts = actFacts(address, name, browser, account.sub, (await shown?.(request, member)) ?? [])
      return [name, desk.seals.seal(facts, now)] as const
    }),
  )
  desk.browsers.greet(reply, browser)
  const areas = await areasOf(desk, member)
  const thefts = page.isEnglish || path === noticesUrl ? [] : await desk.parts.thefts.unseen(account.sub, now)
  return showPage(reply, {
    template: view.template,
    title: view.title,
    voice,
    status: again?.status ?? (problems.length > 0 ? 400 : (view.status ?? 200)),
    data: {
      ...view.data,
      alert: alertOf(desk, request, reply, voice, again),
      notice: notice ?? null,
      // What must be heard, until it was read.
      mustRead: thefts.length > 0 ? `${prefix}${noticesUrl}` : null,
      problems: summaryOf(forms),
      forms,
      seals: Object.fromEntries(seals),
      action: `${prefix}${address}`,
      nav: areas.map(({ url, name, hasPages }) => ({
        href: `${prefix}${url}`,
        name: name(voice.words),
        isHere: path === url || (hasPages && path.startsWith(`${url}/`)),
      })),
      member: { email: account.email, name: account.name },
      prefix,
      isRecent: member.isRecent,
      // A menu of languages would change nothing there.
      isEnglishOnly: page.isEnglish ?? false,
    },
  })
}
