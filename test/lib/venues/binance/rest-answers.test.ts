import t from 'tap'
import { readInstruments, readSnapshot, readWeight } from '../../../../src/lib/venues/binance/rest-answers.ts'
import { btcusdt, exchangeInfo, marketTexts } from '../../../kit/market-texts.ts'

const answer = (status: number, body: string, headers: Readonly<Record<string, string>> = {}) => ({ ok: true, status, headers, body, sentMonoUs: 0 }) as const

t.test('a limit or a ban without a time to wait is waited for all the same', async (t) => {
  const pauseOf = (status: number, headers = {}) => readSnapshot(answer(status, '', headers), btcusdt)
  t.match(pauseOf(429), { error: { pauseUs: 10_000_000 } })
  t.match(pauseOf(418), { error: { pauseUs: 120_000_000 } })
  t.match(pauseOf(418, { 'retry-after': '259200' }), { error: { pauseUs: 259_200_000_000 } })
  t.match(pauseOf(503), { error: { pauseUs: 0 } })
})

t.test('rules are those of the venue that was asked, futures with their own word for the least value', async (t) => {
  const futures = exchangeInfo('BTCUSDT').replace('"minNotional":"5","maxNotional":"9000000"', '"notional":"100"')
  t.match(readInstruments(answer(200, futures), 'binance-usdm'), { ok: true, value: [{ venue: 'binance-usdm', minNotional: '100', maxNotional: '0' }] })
  t.match(readSnapshot(answer(200, marketTexts.snapshot(1, [], [])), btcusdt), { ok: true, value: { lastId: 1 } })
  t.equal(readWeight(answer(429, '', { 'x-mbx-used-weight-1m': '6001' })), 6_001)
})

t.test('no book has its levels in disorder, a price twice or an id below zero', async (t) => {
  const books = [
    marketTexts.snapshot(
      1,
      [
        [99, 1],
        [100, 1],
      ],
      [],
    ),
    marketTexts.snapshot(
      1,
      [
        [99, 1],
        [99, 2],
      ],
      [],
    ),
    marketTexts.snapshot(
      1,
      [],
      [
        [102, 1],
        [101, 1],
      ],
    ),
  ]
  for (const body of books) t.match(readSnapshot(answer(200, body), btcusdt), { ok: false, error: { reason: /not best first/ } })
  t.match(readSnapshot(answer(200, '{"lastUpdateId":-1,"bids":[],"asks":[]}'), btcusdt), { error: { reason: /-1 is negative/ } })
})
