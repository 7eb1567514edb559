import t from 'tap'
import { TradeError } from '../../../src/lib/base/errors.ts'
import { channelPlan, publishedBars } from '../../../src/lib/cli/channels.ts'

const message = (type: string, body: object) => ({ topic: 't', type, body, correlationId: 'c', epoch: 1, seq: 1, tsUs: 1, src: 'md', missed: 0 })

const refusal = (run: () => unknown): TradeError | null => {
  try {
    run()
    return null
  } catch (error) {
    if (error instanceof TradeError) return error
    throw error
  }
}

t.test('says which topics a list of channels needs, and what md must follow for them', async (t) => {
  t.match(channelPlan(['book', 'trade', 'mark', 'kline:1m', 'kline:5m', 'bar:1m']), {
    topics: [
      'market_data.{symbol}.orderbook',
      'market_data.{symbol}.trades',
      'market_data.{symbol}.marks',
      'market_data.{symbol}.klines.{interval}',
      'market_data.{symbol}.bars.{spec}',
    ],
    follows: ['marks', 'klines.1m', 'klines.5m'],
    bars: ['1m'],
  })
})

t.test('wants only the parts that were asked for', async (t) => {
  const { wants } = channelPlan(['trade', 'bar:1m'])
  t.equal(wants(message('bar', { spec: '1m' })), true)
  t.equal(wants(message('bar', { spec: '5m' })), false)
  t.equal(wants(message('trade', {})), true)
})

t.test('refuses what is no channel, with the nearest name', async (t) => {
  t.match(
    refusal(() => channelPlan(['tickr'])),
    { exit: 2, hint: 'did you mean ticker?' },
  )
  for (const bad of ['bar', 'book:1', 'kline'])
    t.match(
      refusal(() => channelPlan([bad])),
      { exit: 2, hint: /bar:1m/ },
      bad,
    )
})

t.test('refuses an interval or a bar that there is not, and shows those that there are', async (t) => {
  for (const bad of ['kline:7m', 'kline:x', 'kline:60m']) t.throws(() => channelPlan([bad]), { code: 'USAGE', exit: 2, hint: /: 1s 1m 3m 5m .* 1w 1M$/ }, bad)
  for (const bad of ['bar:1x', 'bar:0s', 'bar:1000s']) t.throws(() => channelPlan([bad]), { code: 'USAGE', exit: 2, hint: /^like 1m / }, bad)
})

t.test('takes bars once each, and refuses with exit code 2 what is none, and too many', async (t) => {
  t.strictSame(publishedBars(['1m', '5s', '1m']), ['1m', '5s'])
  t.throws(() => publishedBars(['1m', '0s']), { exit: 2, message: "'--bars' '0s' is no bar", hint: /^like 1m / })
  t.throws(() => publishedBars(Array.from({ length: 17 }, (_, n) => `${n + 1}s`)), { exit: 2, message: /name 17 bars, at most 16/ })
})
