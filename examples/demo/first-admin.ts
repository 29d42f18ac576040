// The first administrator: made by the link that `countersign setup-link` prints, just as a browser would open and send its page.

type Admin = Readonly<{ name: string; email: string; password: string }>

export const makeFirstAdmin = async (link: string, { name, email, password }: Admin): Promise<void> => {
  const page = await fetch(link)
  const form = /<form\b[^>]*\bid="setup"[\s\S]*?<\/form>/.exec(await page.text())?.[0] ?? ''
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  const answer = await fetch(link, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      origin: new URL(link).origin,
      cookie: page.headers.getSetCookie().map(nameAndValue).join('; '),
    },
    body: new URLSearchParams([
      ...hidden.map(([, field = '', value = '']): [string, string] => [field, value]),
      ...Object.entries({ name, email, password }),
    ]),
  })
  await answer.body?.cancel()
  if (answer.status !== 303) throw new Error(`The first administrator could not be made (${answer.status}).`)
}

const nameAndValue = (cookie: string): string => cookie.split(';')[0] ?? ''
