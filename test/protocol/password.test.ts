// Passwords that people choose (NIST SP 800-63B-4 §3.1.1.2).
import t from 'tap'
import { openCommonPasswords } from '../../src/crypto/common-passwords.ts'
import { choiceProblem } from '../../src/protocol/password.ts'

const personal = ['Ada.Lovelace@example.com', 'Ada Lovelace', 'id.analytical.example', 'Analytical Engines']

t.test('NIST SP 800-63B-4 §3.1.1.2: long, of any characters, not well known, not about its person', async (t) => {
  const wellKnown = await openCommonPasswords()()
  t.ok(wellKnown.size > 40_000)
  const problem = (password: string, minLength = 15) => choiceProblem(password, { minLength, wellKnown, personal })
  const verdicts: Readonly<Record<string, readonly string[]>> = {
    undefined: [
      'seven brown bears swim',
      'correct horse battery staple',
      '                x y z q       w',
      'ずっと前から知っている秘密の言葉です',
      '749302857110394',
      'ada likes lovely engines',
      '🐻🐻 swims in 7 seas, not 8',
      'monkey 8472 9917 2240 xk',
    ],
    'too-short': ['', 'seven bears', 'fourteen chars', '🐻'.repeat(14)],
    'too-long': ['x'.repeat(1025), 'ü'.repeat(600)],
    'well-known': [
      'passwordpassword',
      'Password Password',
      'PASSWORD12345678',
      'football!!!!!!!!!!!!',
      '123456789012345',
      '987654321098765',
      'aaaaaaaaaaaaaaaaaaaa',
      'abababababababab',
      'abcdefghijklmnopqrst',
      'qwertyuiopasdfghjkl',
      'mnbvcxzlkjhgfdsa',
      'q1w2e3r4t5y6u7i8',
      'letmeinletmeinletmein',
      'dragon.dragon.dragon',
    ],
    personal: [
      'ada.lovelace@example.com',
      'Ada Lovelace 1815',
      'LovelaceLovelace',
      'lovelace lovelace 1815',
      'adalovelace 2024!!',
      'Analytical Engines',
      'id.analytical.example',
    ],
  }
  for (const [verdict, passwords] of Object.entries(verdicts))
    for (const password of passwords) t.equal(String(problem(password)), verdict, password.slice(0, 40))
  t.equal(problem('bear', 8), 'too-short')
  t.equal(problem('football', 8), 'well-known')
  t.equal(problem('7 bears!', 8), 'well-known', 'what was added to a word is what anybody adds')
  t.equal(problem('xk7 brwn', 8), undefined)
})
