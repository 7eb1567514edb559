import t from 'tap'
import { readBody, readMessage, readRules } from '../../../../src/lib/venues/binance/bodies.ts'
import { fieldsOf, wholeOf } from '../../../../src/lib/venues/binance/fields.ts'

const answer = (status: number, body: string) => ({ ok: true, status, headers: {}, body, sentMonoUs: 1 }) as const
const readOne = (value: unknown): number => wholeOf(fieldsOf(value, 'answer'), 'a')

t.test('a body is read, or says why not', async (t) => {
  t.strictSame(readBody(answer(200, '{"a":1}'), readOne), { kind: 'found', value: 1 })
  t.match(readBody(answer(200, '{"a":"1"}'), readOne), { kind: 'ambiguous', reason: /'a' is no whole number/ })
  t.match(readBody(answer(200, '{'), readOne), { kind: 'ambiguous' })
  t.match(readBody(answer(400, '{"code":-2013,"msg":"x"}'), readOne), { kind: 'unknownOrder' })
  t.throws(
    () =>
      readBody(answer(200, '1'), () => {
        throw new TypeError('bug')
      }),
    /bug/,
  )
})

t.test('rules that cannot be read are no rules', async (t) => {
  t.match(readRules(answer(200, '{}'), 'v'), { kind: 'ambiguous' })
  t.strictSame(readRules(answer(200, '{"symbols":[]}'), 'v'), { kind: 'found', value: [] })
  t.match(readRules(answer(400, '{"code":-1121,"msg":"Invalid symbol."}'), 'v'), { kind: 'rejected' })
})

t.test('a frame that does not fit is malformed, and a bug is a bug', async (t) => {
  const read = (value: unknown) => ({ kind: 'subscribed', id: readOne(value) }) as const
  t.strictSame(readMessage('{"a":1}', read), { kind: 'subscribed', id: 1 })
  t.match(readMessage('{"a":"1"}', read), { kind: 'malformed', reason: /'a' is no whole number/ })
  t.match(readMessage('{', read), { kind: 'malformed' })
  t.throws(
    () =>
      readMessage('1', () => {
        throw new TypeError('bug')
      }),
    /bug/,
  )
})
