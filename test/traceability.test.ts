// Tests of the traceability page: every demand is shown by a test of that title, or is an honest gap; and the page says just that.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { problemOf, testFiles, traceabilityPage } from './traceability/page.ts'
import type { Standard } from './traceability/requirement.ts'
import { standards } from './traceability/standards/index.ts'

const files = testFiles()

t.test('each demand names a test that exists, or says why there is none', async (t) => {
  for (const standard of standards) {
    t.ok(standard.requirements.length > 0, `${standard.name} demands something`)
    for (const requirement of standard.requirements) t.equal(problemOf(files, standard, requirement), undefined)
  }
})

t.test('what is wrong is found out', async (t) => {
  const whole: Standard = { name: 'RFC 7636', title: '', isWhole: true, requirements: [] }
  const about = { section: '§4.4', must: 'x' }
  t.ok(problemOf(files, whole, { ...about, shownBy: 'RFC 7636 §4.4: nobody wrote this' }))
  t.ok(problemOf(files, whole, { ...about, shownBy: 'a title without section' }))
  t.ok(problemOf(files, whole, { section: '§4.2', must: 'x', shownBy: 'RFC 7636 §4.2.1: another section' }))
  t.ok(problemOf(files, whole, { ...about, gap: 'later' }))
  t.equal(problemOf(files, { ...whole, isWhole: false }, { ...about, gap: 'later' }), undefined)
})

t.test('a title may name several sections', async (t) => {
  const files = [{ path: 'x.test.ts', text: 'OAuth 2.1 §4.1, §10.2, RFC 7636 §4.2, Appendix B: x' }]
  const problem = (name: string, section: string) => {
    const standard: Standard = { name, title: '', isWhole: true, requirements: [] }
    return problemOf(files, standard, { section, must: 'x', shownBy: files[0]?.text ?? '' })
  }
  for (const section of ['§4.1', '§10.2']) t.equal(problem('OAuth 2.1', section), undefined, section)
  for (const section of ['§4.2', 'Appendix B']) t.equal(problem('RFC 7636', section), undefined, section)
  for (const section of ['§4', '§1', '§10', '§4.2', 'Appendix B']) t.ok(problem('OAuth 2.1', section), section)
})

t.test('the page is what the lists say: npm run traceability', async (t) => {
  const page = readFileSync(join(import.meta.dirname, 'TRACEABILITY.md'), 'utf8')
  t.ok(page === traceabilityPage(files), 'run npm run traceability')
})
