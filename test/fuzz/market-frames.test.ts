import fc from 'fast-check'
import t from 'tap'
import { binanceMarket } from '../../src/lib/venues/binance/market.ts'
import { btcusdt, marketTexts, utf8Bytes } from '../kit/market-texts.ts'

const venue = binanceMarket()
const instruments = new Map([['BTCUSDT', btcusdt]])
const read = (text: string) => venue.readFrame(utf8Bytes(text), instruments)
const KINDS = ['diff', 'trade', 'ticker', 'shutdown', 'ignored', 'garbled']

const good = [
  marketTexts.diff({
    ids: [5, 6],
    bids: [
      [100, 1],
      [99, 0],
    ],
    asks: [[101, 7]],
  }),
  marketTexts.trade(1, 100, 5),
  marketTexts.ticker(6, [100, 1], [101, 7]),
]

/** A good frame with a piece cut out, and something else in its place. */
const damaged = fc
  .tuple(
    fc.constantFrom(...good),
    fc.nat(300),
    fc.nat(12),
    fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('null', '-1', '1e999', '[]', '{}', '"', '9'.repeat(20))),
  )
  .map(([text, at, length, piece]) => text.slice(0, at) + piece + text.slice(at + length))

/** A good frame with one value replaced by any other. */
const retyped = fc.tuple(fc.constantFrom(...good), fc.nat(9), fc.anything()).map(([text, index, value]) => {
  const frame = JSON.parse(text) as { data: Record<string, unknown> }
  const names = Object.keys(frame.data)
  frame.data[names[index % names.length] ?? ''] = value
  return JSON.stringify(frame, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner))
})

const isSound = (text: string): boolean => {
  const frame = read(text)
  if (frame.type === 'garbled') return frame.reason.length > 0
  if (frame.type !== 'diff') return KINDS.includes(frame.type)
  const steps = [...Array.from(frame.bids), ...Array.from(frame.asks)]
  return frame.firstId <= frame.lastId && Number.isSafeInteger(frame.eventUs) && steps.every((count) => Number.isSafeInteger(count) && count >= 0)
}

t.test('reads or refuses any text and never throws', async (t) => {
  let garbledCount = 0
  const texts = fc.oneof(fc.string(), fc.json(), damaged, retyped)
  fc.assert(
    fc.property(texts, (text) => {
      if (read(text).type === 'garbled') garbledCount += 1
      return isSound(text)
    }),
    { numRuns: 10_000 },
  )
  t.ok(garbledCount > 5_000, `${garbledCount} of 10000 were garbled`)
})

t.test('refuses a value that cannot even be printed', async (t) => {
  const frame = read(`{"stream":"btcusdt@bookTicker","data":{"u":6,"s":"BTCUSDT","b":{"toString":""},"B":"1","a":"1.01","A":"1"}}`)
  t.match(frame, { type: 'garbled', reason: /toString/ })
})

t.test('refuses a page, a deep nest and a huge frame', async (t) => {
  const frames = [
    '<html><body>502 Bad Gateway</body></html>',
    '['.repeat(200_000),
    `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    `{"stream":"${'x'.repeat(20_000_000)}"}`,
    '\u0000\u0001',
  ]
  for (const frame of frames) t.equal(read(frame).type, 'garbled')
})

t.test('reads or refuses any snapshot and any list of instruments', async (t) => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc.json().map((json) => `{"lastUpdateId":1,"bids":${json},"asks":[]}`),
        fc.json().map((json) => `{"symbols":${json}}`),
      ),
      (body) => {
        const answer = { ok: true, status: 200, headers: {}, body, sentMonoUs: 0 } as const
        const results = [venue.readSnapshot(answer, btcusdt), venue.readInstruments(answer)]
        return results.every((result) => result.ok || result.error.reason.length > 0)
      },
    ),
    { numRuns: 2_000 },
  )
  t.pass('nothing was thrown')
})
