// Tests of sectors: who shares pairwise subjects, and who may say so (OpenID Connect Core §8.1).
import t from 'tap'
import { commonHost, sectorDocumentProblem, sectorHost } from '../../src/protocol/sector.ts'

t.test('OIDC Core §8.1: the host of all redirect URIs, if there is but one', async (t) => {
  t.equal(commonHost(['https://shop.example/a', 'https://shop.example:8443/b?c']), 'shop.example')
  t.equal(commonHost(['https://shop.example/a', 'https://www.shop.example/a']), undefined)
  t.equal(commonHost(['https://shop.example/a', 'com.example.shop:/a']), undefined)
  t.equal(commonHost(['com.example.shop:/a']), undefined, 'a private scheme has no host')
  t.equal(commonHost([]), undefined)
  for (const scheme of ['myapp', 'com.example.shop'])
    t.equal(commonHost([`${scheme}://shop.example/a`]), undefined, 'nor one that it writes after it')
  t.equal(commonHost(['https://shop.example/a', 'myapp://shop.example/a']), undefined)
  t.equal(sectorHost('https://sector.example:8443/list.json'), 'sector.example')
})

t.test('OpenID Connect Registration §5: the document contains every redirect URI', async (t) => {
  const uris = ['https://a.example/cb', 'https://b.example/cb']
  const problem = (document: unknown) => sectorDocumentProblem(JSON.stringify(document), uris)
  t.equal(problem(uris), undefined)
  t.equal(problem(['https://c.example/', ...uris]), undefined)
  for (const document of [[], uris.slice(1), ['https://a.example/cb/', uris[1]], ['https://a.example', uris[1]]])
    t.match(problem(document), /^does not contain the redirect URI/, JSON.stringify(document))
  for (const document of [{ redirect_uris: uris }, uris[0], null, 7, [uris], [...uris, 7], Array(1001).fill(uris[0])])
    t.match(problem(document), /^is not a JSON array/, JSON.stringify(document)?.slice(0, 50))
  for (const text of ['', '<html>', '["https://a.example/cb"', `${JSON.stringify(uris)},`])
    t.equal(sectorDocumentProblem(text, uris), 'is not JSON', text)
})
