// A letter: a mail in the words of a language, as text and as HTML (RFC 2046 §5.1.4). What people typed is escaped, and never in a header.
import type { Mail } from '../model/mail.ts'
import { escapeHtml } from '../words/html.ts'
import { directionOf, firstLanguage, type Language, wordsOf } from '../words/index.ts'

export type Letter = Readonly<{ subject: string; text: string; html: string }>

/** @param service how the server calls itself */
export const letterOf = (mail: Mail, service: string, usualLanguage: Language): Letter => {
  const language = firstLanguage([mail.language ?? '']) ?? usualLanguage
  const dir = directionOf(language)
  const words = wordsOf(language).mail
  // A name of another direction would turn the words around it.
  const part = (text: string): string => (dir === 'rtl' ? `\u2068${plain(text)}\u2069` : plain(text))
  const { subject, text, careful, ...more } = words[mail.kind]
  const says = typeof text === 'string' ? text : text(part(mail.newEmail ?? nameOf(mail.app ?? '')))
  const letter: Parts = {
    ...{ language, dir, careful, text: says, link: mail.link?.url },
    hello: mail.name === null ? words.helloNobody : words.hello(part(nameOf(mail.name))),
    button: 'button' in more ? more.button : '',
    works: mail.link?.seconds ? words.linkWorks(mail.link.seconds) : '',
    copy: words.copyLink,
    sentBy: words.sentBy(part(service)),
  }
  return { subject: subject(service), text: asText(letter), html: asHtml(letter) }
}

type Parts = Readonly<{
  language: Language
  dir: 'ltr' | 'rtl'
  hello: string
  text: string
  careful: string
  link: string | undefined
  button: string
  works: string
  copy: string
  sentBy: string
}>

/** One line without anything invisible; no name is longer. */
const plain = (text: string): string => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ').slice(0, 254)

const longestName = 60

/**
 * A name that anybody may have chosen: it cannot end the quotation marks around it and go on as if it were us, and no
 * reader of mail makes a link of it, because a hair's breadth stands where an address would go on.
 */
const nameOf = (text: string): string => {
  const letters = [...plain(text).replace(/["“”„‟«»‹›「」『』《》]/gu, "'")]
  const short = letters.length > longestName ? `${letters.slice(0, longestName).join('')}…` : letters.join('')
  return short.replace(/[.。．:：/@](?=\S)/gu, '$&\u200a')
}

const asText = ({ hello, text, link, button, works, careful, sentBy }: Parts): string =>
  [hello, text, ...(link === undefined ? [] : [`${button}:\n${link}`, works]), careful, `-- \n${sentBy}`]
    .filter((paragraph) => paragraph !== '')
    .join('\n\n')

/** Styles inline and nothing fetched: what readers of mail show of anything else differs. */
const asHtml = ({ language, dir, link, button, copy, ...words }: Parts): string => {
  const paragraph = (text: string, style = ''): string =>
    text === '' ? '' : `<p style="margin:0 0 16px;${style}">${escapeHtml(text)}</p>`
  const quiet = 'color:#5c5c66;font-size:14px'
  const way =
    link === undefined
      ? ''
      : `<p style="margin:24px 0"><a href="${escapeHtml(link)}" style="display:inline-block;background:#14604f;color:#ffffff;padding:12px 20px;border-radius:8px;text-decoration:none;font-weight:600">${escapeHtml(button)}</a></p>${paragraph(words.works)}`
  const address =
    link === undefined
      ? ''
      : `${paragraph(copy, quiet)}<p style="margin:0 0 16px;${quiet};word-break:break-all" dir="ltr">${escapeHtml(link)}</p>`
  return `<!doctype html>
<html lang="${language}" dir="${dir}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>
<body style="margin:0;padding:24px;background:#f5f5f7;color:#1a1a1f;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:520px;margin:0 auto;padding:24px;background:#ffffff;border-radius:12px">
${paragraph(words.hello)}${paragraph(words.text)}${way}${paragraph(words.careful)}${address}
</div>
<p style="max-width:520px;margin:16px auto;${quiet}">${escapeHtml(words.sentBy)}</p>
</body></html>
`
}
