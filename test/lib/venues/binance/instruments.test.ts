import t from 'tap'
import { parseInstruments } from '../../../../src/lib/venues/binance/instruments.ts'

const price = { filterType: 'PRICE_FILTER', minPrice: '0.01000000', maxPrice: '1000000.00000000', tickSize: '0.01000000' }
const size = { filterType: 'LOT_SIZE', minQty: '0.00001000', maxQty: '9000.00000000', stepSize: '0.00001000' }
const notional = { filterType: 'NOTIONAL', minNotional: '5.00000000', applyMinToMarket: true, maxNotional: '9000000.00000000', avgPriceMins: 5 }

const entry = (change: object = {}) => ({
  symbol: 'BTCUSDT',
  status: 'TRADING',
  baseAsset: 'BTC',
  quoteAsset: 'USDT',
  filters: [price, size, { filterType: 'ICEBERG_PARTS', limit: 10 }, notional],
  ...change,
})

const parse = (...symbols: readonly unknown[]) => parseInstruments(JSON.stringify({ timezone: 'UTC', symbols }))

const first = (change: object) => {
  const parsed = parse(entry(change))
  return parsed.ok ? parsed.value[0] : undefined
}

t.test('reads the rules of an instrument', async (t) => {
  t.strictSame(parse(entry()), {
    ok: true,
    value: [
      {
        symbol: 'BTCUSDT',
        venue: 'binance',
        baseAsset: 'BTC',
        quoteAsset: 'USDT',
        status: 'trading',
        priceDecimals: 2,
        tickUnits: 1,
        qtyDecimals: 5,
        lotUnits: 1,
        minPriceTicks: 1,
        maxPriceTicks: 100_000_000,
        minQtyLots: 1,
        maxQtyLots: 900_000_000,
        minNotional: '5',
        maxNotional: '9000000',
      },
    ],
  })
})

t.test('maps every state of a symbol to whether it takes orders', async (t) => {
  const states = ['TRADING', 'CANCEL_ONLY', 'HALT', 'BREAK', 'END_OF_DAY', 'toString'].map((status) => first({ status })?.status)
  t.strictSame(states, ['trading', 'cancelOnly', 'halted', 'halted', 'halted', 'halted'])
})

t.test('takes the older form of the least value, and a rule that is switched off', async (t) => {
  const older = first({ filters: [price, size, { filterType: 'MIN_NOTIONAL', minNotional: '10.00000000' }] })
  t.match(older, { minNotional: '10', maxNotional: '0' })
  const open = first({ filters: [{ ...price, maxPrice: '0.00000000' }, size] })
  t.match(open, { maxPriceTicks: Number.MAX_SAFE_INTEGER, minNotional: '0' })
})

t.test('leaves out what cannot be counted or named', async (t) => {
  const odd = [entry({ symbol: '这是测试币456' }), entry({ filters: [size] }), entry({ filters: [{ ...price, tickSize: '0' }, size] })]
  t.strictSame(parse(...odd), { ok: true, value: [] })
})

t.test('says what is wrong with an answer of another shape', async (t) => {
  for (const body of [
    '',
    '[]',
    '{}',
    '{"symbols":{}}',
    '{"symbols":[1]}',
    '{"symbols":[{"filters":[]}]} x',
    JSON.stringify({ symbols: [entry({ symbol: 1 })] }),
  ]) {
    const parsed = parseInstruments(body)
    t.notOk(parsed.ok, body)
    t.type(!parsed.ok && parsed.error, 'string')
  }
})
