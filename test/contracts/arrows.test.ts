import t from 'tap'
import { Type } from 'typebox'
import { METHODS, TOPICS } from '../../src/lib/contracts/topology.ts'
import { SERVICES } from '../../src/lib/contracts/words.ts'
import { arrows } from './arrows.ts'
import { examples, withoutExample } from './examples.ts'
import { messagesOf } from './messages.ts'

const messages = messagesOf({ topics: TOPICS, methods: METHODS })

for (const { message, from, to, carry } of arrows) {
  t.test(`'${from}' to '${to}': ${message.name} arrives as it was sent`, async (t) => {
    for (const [variant, body] of Object.entries(examples[message.name] ?? {})) t.same(carry(body), body, variant)
  })
}

t.test('counts the arrows of the topology', async (t) => {
  const topicCount = Object.values(TOPICS).reduce((sum, { readers, bodies }) => sum + readers.length * Object.keys(bodies).length, 0)
  const methodCount = Object.values(METHODS).reduce((sum, { by, callers }) => sum + 2 * by.length * callers.length, 0)
  t.equal(arrows.length, topicCount + methodCount)
  t.ok(arrows.length > 120, `${arrows.length} arrows`)
})

t.test('every message has an example, and every example a message', async (t) => {
  t.same(withoutExample(messages, examples), [])
  const names = new Set(messages.map(({ name }) => name))
  t.same(
    Object.keys(examples).filter((name) => !names.has(name)),
    [],
  )
})

t.test('an arrow without an example is named', async (t) => {
  const planted = { 'exec.health': { by: 'exec' as const, readers: ['cli' as const], delivery: 'C' as const, bodies: { pulse: Type.Object({}) } } }
  t.same(withoutExample(messagesOf({ topics: planted, methods: {} }), examples), ['pulse'])
  const method = { 'risk.freeze': { by: ['risk' as const], callers: ['cli' as const], request: Type.Object({}), answer: Type.Object({}) } }
  t.same(withoutExample(messagesOf({ topics: {}, methods: method }), examples), ['risk.freeze.request', 'risk.freeze.answer'])
  t.same(withoutExample(messages, { ...examples, 'order.submit.request': {} }), ['order.submit.request'])
})

t.test('a topic or a method of no plane is refused', async (t) => {
  const planted = { 'news.flash': { by: 'md' as const, readers: ['cli' as const], delivery: 'C' as const, bodies: { flash: Type.Object({}) } } }
  t.throws(() => messagesOf({ topics: planted, methods: {} }), { message: /belongs to no plane/ })
})

t.test('every body is refused without each of its required fields', async (t) => {
  let cutCount = 0
  for (const { message, carry } of arrows) {
    const required = (message.schema as { required?: readonly string[] }).required ?? []
    for (const field of required) {
      const [body] = Object.values(examples[message.name] ?? {}) as Readonly<Record<string, unknown>>[]
      const { [field]: _gone, ...rest } = body ?? {}
      t.throws(() => carry(rest), { message: new RegExp(field) }, `${message.name} without ${field}`)
      cutCount += 1
    }
  }
  t.ok(cutCount > 400, `${cutCount} fields cut`)
})

t.test('fields of a newer minor version reach the consumer', async (t) => {
  for (const { message, carry } of arrows) {
    for (const [variant, body] of Object.entries(examples[message.name] ?? {})) {
      const newer = { ...(body as object), borrowedQty: '0.5', venueNote: { code: 7 } }
      t.same(carry(newer), newer, `${message.name} ${variant}`)
    }
  }
})

t.test('every service that publishes or answers is a service of the stack', async (t) => {
  const named = new Set([...Object.values(TOPICS).map(({ by }) => by), ...Object.values(METHODS).flatMap(({ by }) => by)])
  t.same([...named].sort(), [...SERVICES].sort())
})
