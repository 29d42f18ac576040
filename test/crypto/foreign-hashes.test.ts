// Tests of foreign hashes: made by other tools, checked here, refused where their cost would hurt.
import { pbkdf2Sync, scryptSync } from 'node:crypto'
import bcrypt from 'bcryptjs'
import t from 'tap'
import { foreignHashProblem } from '../../src/crypto/foreign-hashes.ts'
import { openPasswords } from '../../src/crypto/passwords.ts'
import { systemRandom } from '../../src/crypto/random.ts'

const passwords = openPasswords({
  memoryKib: 256,
  iterations: 1,
  parallelism: 1,
  concurrency: 2,
  queueLimit: 100,
  random: systemRandom,
})

const plain = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')
const salt = Buffer.from('0123456789abcdef')

const scryptHash = (ln: number, r: number, p: number, password: string) =>
  `$scrypt$ln=${ln},r=${r},p=${p}$${plain(salt)}$${plain(scryptSync(password, salt, 32, { N: 2 ** ln, r, p, maxmem: 2 ** 28 }))}`

const pbkdf2Hash = (id: string, params: string, iterations: number, length: number, digest: string) =>
  `$${id}$${params}$${plain(salt)}$${plain(pbkdf2Sync('secret', salt, iterations, length, digest))}`

const usable: [string, string][] = [
  ['bcrypt $2a$', bcrypt.hashSync('secret', 4).replace('$2b$', '$2a$')],
  ['bcrypt $2b$', bcrypt.hashSync('secret', 4)],
  ['bcrypt $2y$, of PHP', bcrypt.hashSync('secret', 4).replace('$2b$', '$2y$')],
  ['scrypt', scryptHash(10, 8, 1, 'secret')],
  ['scrypt with other parameters', scryptHash(4, 16, 3, 'secret')],
  ['PBKDF2 with SHA-256', pbkdf2Hash('pbkdf2-sha256', 'i=1000', 1000, 32, 'sha256')],
  ['PBKDF2 with SHA-512', pbkdf2Hash('pbkdf2-sha512', 'i=1000', 1000, 64, 'sha512')],
  ['PBKDF2 with SHA-1', pbkdf2Hash('pbkdf2-sha1', 'i=1000', 1000, 20, 'sha1')],
  ['PBKDF2 of passlib', pbkdf2Hash('pbkdf2-sha256', '1000', 1000, 32, 'sha256').replaceAll('+', '.')],
  ['PBKDF2 of passlib with SHA-1', pbkdf2Hash('pbkdf2', '1000', 1000, 20, 'sha1')],
]

for (const [name, hash] of usable) {
  t.test(name, async (t) => {
    t.equal(foreignHashProblem(hash), undefined)
    t.equal(await passwords.verify(hash, 'secret'), 'right-rehash')
    t.equal(await passwords.verify(hash, 'Secret'), 'wrong')
    t.equal(await passwords.verify(hash, ''), 'wrong')
  })
}

/** Published test vectors, so that this does not only agree with itself. */
const published: [string, string, string][] = [
  ['bcrypt, of John the Ripper', 'U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  [
    'argon2i, of the reference program',
    'password',
    `$argon2i$v=19$m=65536,t=2,p=4$${plain(Buffer.from('somesalt'))}$RdescudvJCsgt3ub+b+dWRWJTmaaJObG`,
  ],
  [
    'RFC 7914 §12',
    'pleaseletmein',
    `$scrypt$ln=14,r=8,p=1$${plain(Buffer.from('SodiumChloride'))}$${plain(Buffer.from('7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887', 'hex'))}`,
  ],
  [
    'RFC 6070 §2',
    'password',
    `$pbkdf2-sha1$i=4096$${plain(Buffer.from('salt'))}$${plain(Buffer.from('4b007901b765489abead49d926f721d065a429c1', 'hex'))}`,
  ],
  ['passlib', 'password', '$pbkdf2-sha256$6400$.6UI/S.nXIk8jcbdHx3Fhg$98jZicV16ODfEsEZeYPGHU3kbrUrvUEXOPimVSQDD44'],
]

for (const [name, password, hash] of published) {
  t.test(`published: ${name}`, async (t) => {
    t.equal(await passwords.verify(hash, password), 'right-rehash')
    t.equal(await passwords.verify(hash, `${password}.`), 'wrong')
  })
}

t.test('bcrypt leaves the main thread free', async (t) => {
  const hash = bcrypt.hashSync('secret', 11)
  let longestMs = 0
  let before = performance.now()
  const timer = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - before)
    before = performance.now()
  }, 1)
  const start = performance.now()
  t.equal(await passwords.verify(hash, 'secret'), 'right-rehash')
  const tookMs = performance.now() - start
  clearInterval(timer)
  t.ok(longestMs < tookMs / 2, `of ${tookMs.toFixed(0)} ms the main thread was held up ${longestMs.toFixed(0)} ms`)
})

t.test('bcrypt threads end, also on the bound', async (t) => {
  const hash = bcrypt.hashSync('secret', 4)
  const verdicts = await Promise.all(Array.from({ length: 10 }, () => passwords.verify(hash, 'secret')))
  t.ok(verdicts.every((verdict) => verdict === 'right-rehash'))
  t.same(passwords.load(), { running: 0, waiting: 0 })
})

const b = (length: number) => plain(Buffer.alloc(length, 7))
const unusable: [string, string, RegExp][] = [
  ['nothing', '', /kind is unknown/],
  ['plain text', 'secret', /kind is unknown/],
  ['MD5 crypt', '$1$abcdefgh$G//4keteveJp0qb8z2DxG/', /kind is unknown/],
  ['bare SHA-256', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', /kind is unknown/],
  ['bcrypt, cut', '$2b$10$abcdefghijklmnopqrstuv', /not a whole bcrypt/],
  ['bcrypt that would take days', `$2b$31$${'a'.repeat(53)}`, /cost is 31/],
  ['bcrypt, lowest cost', `$2b$03$${'a'.repeat(53)}`, /cost is 3/],
  ['argon2 with all memory', `$argon2id$v=19$m=4194304,t=1,p=1$${b(16)}$${b(32)}`, /its m is/],
  ['argon2 without end', `$argon2id$v=19$m=64,t=4294967295,p=1$${b(16)}$${b(32)}`, /its t is/],
  ['argon2, much of both', `$argon2id$v=19$m=262144,t=20,p=1$${b(16)}$${b(32)}`, /m times t/],
  ['argon2 with 1000 threads', `$argon2id$v=19$m=65536,t=1,p=1000$${b(16)}$${b(32)}`, /its p is/],
  ['argon2 without work', `$argon2id$v=19$m=64,t=0,p=1$${b(16)}$${b(32)}`, /its t is 0/],
  ['argon2 with too little memory', `$argon2id$v=19$m=8,t=1,p=4$${b(16)}$${b(32)}`, /its m is 8/],
  ['argon2 with a short hash', `$argon2id$v=19$m=64,t=1,p=1$${b(16)}$${b(4)}`, /hash length/],
  ['argon2 with a short salt', `$argon2id$v=19$m=64,t=1,p=1$${b(4)}$${b(32)}`, /salt length/],
  ['argon2 of another version', `$argon2id$v=99$m=64,t=1,p=1$${b(16)}$${b(32)}`, /not a whole argon2/],
  ['argon2 with data', `$argon2id$v=19$m=64,t=1,p=1,data=YQ$${b(16)}$${b(32)}`, /not a whole argon2/],
  ['argon2 with a parameter twice', `$argon2id$v=19$m=64,m=64,t=1,p=1$${b(16)}$${b(32)}`, /not a whole argon2/],
  ['argon2 without a hash', `$argon2id$v=19$m=64,t=1,p=1$${b(16)}`, /not a whole argon2/],
  ['argon2 with a tail', `$argon2id$v=19$m=64,t=1,p=1$${b(16)}$${b(32)}$x`, /not a whole argon2/],
  ['scrypt with all memory', `$scrypt$ln=24,r=8,p=1$${b(16)}$${b(32)}`, /memory/],
  ['scrypt without end', `$scrypt$ln=18,r=8,p=16$${b(16)}$${b(32)}`, /memory times p/],
  ['scrypt of N=1', `$scrypt$ln=0,r=8,p=1$${b(16)}$${b(32)}`, /its ln is 0/],
  ['scrypt with an absurd exponent', `$scrypt$ln=9999999999,r=8,p=1$${b(16)}$${b(32)}`, /its ln is/],
  ['scrypt of a hash that is free', `$scrypt$ln=10,r=8,p=1$${b(16)}$${b(1)}`, /hash length/],
  ['PBKDF2 without end', `$pbkdf2-sha256$i=4294967295$${b(16)}$${b(32)}`, /its i is/],
  ['PBKDF2, many blocks', `$pbkdf2-sha1$i=2000000$${b(16)}$${b(64)}`, /i times blocks/],
  ['PBKDF2 without work', `$pbkdf2-sha256$i=0$${b(16)}$${b(32)}`, /its i is 0/],
  ['PBKDF2 of another digest', `$pbkdf2-md5$i=1000$${b(16)}$${b(32)}`, /kind is unknown/],
  ['PBKDF2 of words', `$pbkdf2-sha256$i=many$${b(16)}$${b(32)}`, /not a whole PBKDF2/],
  ['a hash without end', `$pbkdf2-sha256$i=1$${b(16)}$${b(9999)}`, /longer than/],
]

for (const [name, hash, problem] of unusable) {
  t.test(`refused: ${name}`, async (t) => {
    t.match(foreignHashProblem(hash), problem)
    const start = performance.now()
    t.equal(await passwords.verify(hash, 'secret'), 'wrong')
    t.ok(performance.now() - start < 1000, 'and costs no more than a dummy')
  })
}

t.test('a problem never quotes the hash or its salt', async (t) => {
  for (const [, hash] of unusable.filter(([, text]) => text.length > 40)) {
    const problem = foreignHashProblem(hash) ?? ''
    const parts = hash.split('$').filter((part) => part.length > 15)
    t.notOk(
      parts.some((part) => problem.includes(part)),
      problem,
    )
  }
})

t.test('the dearest hashes that are allowed stay bearable', async (t) => {
  const dearest = [
    `$argon2id$v=19$m=262144,t=4,p=1$${b(16)}$${b(32)}`,
    `$scrypt$ln=18,r=8,p=3$${b(16)}$${b(32)}`,
    `$pbkdf2-sha512$i=4000000$${b(16)}$${b(64)}`,
    `$2b$14$${'a'.repeat(53)}`,
  ]
  for (const hash of dearest) t.equal(foreignHashProblem(hash), undefined)
  // All of them take seconds: the full run measures each.
  for (const hash of process.env.COUNTERSIGN_TEST_FULL ? dearest : dearest.slice(0, 1)) {
    const start = performance.now()
    t.equal(await passwords.verify(hash, 'x'), 'wrong')
    const tookMs = performance.now() - start
    t.comment(`${hash.slice(0, 20)} ${tookMs.toFixed(0)} ms`)
    t.ok(tookMs < 20_000)
  }
})
