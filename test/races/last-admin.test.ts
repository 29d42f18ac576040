// The last admin: two who remove each other at once; one of them stays.
import t from 'tap'
import { story } from '../support/story.ts'

t.test('two admins disable each other, twenty times', async (t) => {
  const s = await story(t)
  const { users } = s.rooms.operator
  const ada = await s.account('ada', { roles: ['admin'] })
  const ben = await s.account('ben', { roles: ['admin'] })
  const none = { addedRoles: [], claims: {}, attributes: {}, removed: [] }
  for (let round = 0; round < 20; round += 1) {
    const acts = [
      round % 2 === 0 ? users.disable(ada.email) : users.describe(ada.email, { ...none, roles: [] }),
      users.disable(ben.email),
    ]
    const outcomes = await Promise.allSettled(acts)
    t.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1, `round ${round}`)
    for (const { email } of [ada, ben]) {
      await users.enable(email)
      await users.describe(email, { ...none, roles: ['admin'] })
    }
  }
})
