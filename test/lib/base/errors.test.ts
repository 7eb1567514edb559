import t from 'tap'
import { BugError, isTradeError, messageOf, TradeError } from '../../../src/lib/base/errors.ts'

t.test('carries code, category, exit code, hint and cause', async (t) => {
  const cause = new Error('no file')
  t.match(new TradeError('NO_KEY', 'the key is missing', { category: 'fatal', exit: 4, hint: 'set it', cause }), {
    name: 'TradeError',
    code: 'NO_KEY',
    message: 'the key is missing',
    category: 'fatal',
    exit: 4,
    hint: 'set it',
    cause,
  })
})

t.test('is a refusal with exit code 1 unless it says otherwise', async (t) => {
  t.match(new TradeError('BAD', 'bad'), { category: 'reject', exit: 1, hint: undefined })
})

t.test('tells expected failures from bugs', async (t) => {
  t.equal(isTradeError(new TradeError('BAD', 'bad')), true)
  for (const other of [new BugError('oh'), new Error('oh'), { code: 'BAD' }, null, 'BAD']) t.equal(isTradeError(other), false)
})

t.test('finds the text of anything that is thrown', async (t) => {
  t.same([new BugError('oh'), 'text', 5, undefined].map(messageOf), ['oh', 'text', '5', 'undefined'])
})
