// The mailbox for development: mail that was not sent, for programs on this machine alone (DANGER_DEV_MAILBOX).
import type { FastifyInstance, FastifyRequest } from 'fastify'
import ipaddr from 'ipaddr.js'
import { OAuthError } from '../../protocol/errors.ts'
import type { Desk } from './desk.ts'
import { showPage } from './page.ts'
import { english } from './voice.ts'

export const devMailboxPages = (app: FastifyInstance, { parts }: Desk): void => {
  const { config, keptMail } = parts
  if (!config.devMailbox) return
  app.get('/dev/mailbox', async (request, reply) => {
    if (!isNeighbour(request, new URL(config.issuer).host))
      throw new OAuthError('not_found', 'There is nothing at this address.')
    const mails = keptMail().map(({ to, at, subject, text }) => ({
      to,
      at: at.toISOString(),
      subject,
      ...splitLink(text),
    }))
    return showPage(reply, {
      template: 'dev-mailbox',
      voice: english,
      title: 'Mailbox',
      data: { mails, isEnglishOnly: true },
    })
  })
}

/** By the socket, not by what a proxy or a sender says; and by our own name, so that no web page reads it through a name of its own. */
const isNeighbour = ({ socket, headers }: FastifyRequest, host: string): boolean => {
  const { remoteAddress = '' } = socket
  if (!ipaddr.isValid(remoteAddress) || headers.host !== host) return false
  return (
    ipaddr.process(remoteAddress).range() === 'loopback' &&
    headers['x-forwarded-for'] === undefined &&
    headers.forwarded === undefined
  )
}

const splitLink = (text: string) => {
  const [link] = /https?:\/\/\S+/.exec(text) ?? []
  return link === undefined
    ? { before: text, link: null, after: '' }
    : { before: text.split(link)[0], link, after: text.split(link)[1] }
}
