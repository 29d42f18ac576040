// Tests of resource indicators: whose token one may ask for.
import t from 'tap'
import { checkResources, narrowResources } from '../../src/protocol/resource.ts'
import { refusalOf } from './samples.ts'

const known = ['https://api.example', 'https://mail.example/v1', 'rabbitmq']

t.test('RFC 8707 §2: only registered resources may be asked for', async (t) => {
  t.same(checkResources([], known), [])
  t.same(checkResources(['rabbitmq'], known), ['rabbitmq'])
  t.same(checkResources(['rabbitmq', 'https://api.example', 'rabbitmq'], known), ['rabbitmq', 'https://api.example'])
  const unknown = [
    'https://api.example/',
    'https://API.example',
    'https://api.example#x',
    'https://evil.example',
    'RABBITMQ',
    'rabbitmq ',
    '*',
  ]
  for (const resource of unknown) {
    refusalOf(t, () => checkResources([resource], known), 'invalid_target', resource)
    refusalOf(t, () => checkResources(['rabbitmq', resource], known), 'invalid_target', `a known one and ${resource}`)
  }
  refusalOf(t, () => checkResources(['rabbitmq'], []), 'invalid_target', 'nothing is registered')
})

t.test('RFC 8707 §2.2: a token request narrows what was authorized, and never widens it', async (t) => {
  const authorized = ['https://api.example', 'rabbitmq']
  t.same(narrowResources([], authorized, 'default'), authorized)
  t.same(narrowResources(['rabbitmq'], authorized, 'default'), ['rabbitmq'])
  t.same(narrowResources(['rabbitmq', 'rabbitmq'], authorized, 'default'), ['rabbitmq'])
  t.same(narrowResources([], [], 'default'), ['default'])
  t.same(narrowResources(['default'], [], 'default'), ['default'])
  refusalOf(
    t,
    () => narrowResources(['https://mail.example/v1'], authorized, 'default'),
    'invalid_target',
    'known, not authorized',
  )
  refusalOf(t, () => narrowResources(['rabbitmq', 'x'], authorized, 'default'), 'invalid_target', 'one of two')
  refusalOf(
    t,
    () => narrowResources(['default'], authorized, 'default'),
    'invalid_target',
    'the default was not authorized',
  )
  refusalOf(
    t,
    () => narrowResources(['rabbitmq'], [], 'default'),
    'invalid_target',
    'nothing but the default was authorized',
  )
})

t.test('RFC 8707 §2: the refusal repeats what was sent cut and escaped', async (t) => {
  const { detail } = refusalOf(
    t,
    () => checkResources([`x"\n${'y'.repeat(500)}`], known),
    'invalid_target',
    'a long one',
  )
  t.match(detail.owner, 'x??yyy')
  t.ok((detail.owner as string).length < 300)
})
