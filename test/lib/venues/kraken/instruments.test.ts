import t from 'tap'
import { krakenMarket } from '../../../../src/lib/venues/kraken/market.ts'

const market = krakenMarket(100)
const answer = (body: string, status = 200) => ({ ok: true, status, headers: {}, body, sentMonoUs: 0 }) as const
const pair = { wsname: 'XBT/USD', pair_decimals: 1, lot_decimals: 8, ordermin: '0.0001', costmin: '0.5', status: 'online' }

t.test('reads pairs under the names that the streams use, in the steps that are printed', async (t) => {
  const body = JSON.stringify({
    error: [],
    result: { XXBTZUSD: pair, XDGEUR: { ...pair, wsname: 'XDG/EUR', status: 'cancel_only' }, DARK: { pair_decimals: 1 } },
  })
  t.match(market.readInstruments(answer(body)), {
    ok: true,
    value: [
      { symbol: 'BTC-USD', baseAsset: 'BTC', status: 'trading', priceDecimals: 1, tickUnits: 1, qtyDecimals: 8, minQtyLots: 10_000, minNotional: '0.5' },
      { symbol: 'DOGE-EUR', status: 'halted' },
    ],
  })
})

t.test('passes on why an answer is of no use', async (t) => {
  t.match(market.readInstruments(answer('{"error":["EService:Busy"]}')), { ok: false, error: { reason: 'EService:Busy' } })
  for (const body of ['<html>', '[]', '{"error":[]}']) t.match(market.readInstruments(answer(body)), { ok: false }, body)
  t.match(market.readInstruments(answer('no', 503)), { ok: false, error: { reason: 'status 503: no' } })
  t.match(market.readInstruments({ ok: false, sent: true, reason: 'time-out', sentMonoUs: 0 }), { ok: false, error: { reason: 'time-out' } })
})

t.test('gives each channel a connection of its own and names the depth of a book', async (t) => {
  t.strictSame(
    market.routes(['book', 'trades', 'ticker', 'marks']).map(({ name, carriesBooks }) => [name, carriesBooks]),
    [
      ['book', true],
      ['trade', false],
      ['ticker', false],
    ],
  )
  t.strictSame(JSON.parse(market.subscribe(['book:BTC/USD', 'book:ETH/USD'], 4)), {
    method: 'subscribe',
    params: { channel: 'book', symbol: ['BTC/USD', 'ETH/USD'], depth: 100 },
    req_id: 4,
  })
  t.strictSame(JSON.parse(market.unsubscribe([market.bookStream('BTC-USD')], 5)).params.symbol, ['BTC/USD'])
})

t.test('leaves out a pair whose decimals cannot be counted', async (t) => {
  const pair = (price: number, qty: number) => `{"error":[],"result":{"X":{"wsname":"XBT/USD","pair_decimals":${price},"lot_decimals":${qty}}}}`
  t.match(market.readInstruments(answer(pair(1, 8))), { ok: true, value: { length: 1 } })
  for (const body of [pair(1e300, 8), pair(-1, 8), pair(1, 10), pair(1.5, 8)]) t.strictSame(market.readInstruments(answer(body)), { ok: true, value: [] }, body)
})
