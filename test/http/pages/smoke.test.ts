// smoke
import t from 'tap'
import { story, away, shown } from '../../support/story.ts'
t.test('x', async (t) => {
  const s = await story(t)
  const ada = await s.account('ada'); const web = await s.client('web')
  const b = s.browser()
  let v = await s.authorize(b, web)
  console.log(shown(v,'login').text, [...shown(v,'login').headers])
  v = await s.logIn(b, v, ada)
  console.log(shown(v,'consent').text)
  v = await s.allow(b, v)
  console.log(away(v))
  const r = await s.redeem(web, away(v).get('code')!)
  console.log(r.body)
})
