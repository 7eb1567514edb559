import t from 'tap'
import { binanceDialect, usdmDialect } from '../../../../src/daemons/md/verify/binance-dialect.ts'
import { Reference } from '../../../../src/daemons/md/verify/reference.ts'
import { binanceMarket } from '../../../../src/lib/venues/binance/market.ts'
import { btcusdt, marketTexts, utf8Bytes } from '../../../kit/market-texts.ts'

const diff = marketTexts.diff({ ids: [1, 2], bids: [[6_000_012, 5]] })
const snapshot = marketTexts.snapshot(9, [[6_000_000, 12_345]], [[6_000_100, 1]])
const answer = (body: string) => ({ ok: true, status: 200, headers: {}, body, sentMonoUs: 0 }) as const
const market = binanceMarket()

t.test('tells diffs, snapshots and other frames apart', async (t) => {
  const kinds = [diff, snapshot, marketTexts.trade(1, 6_000_000, 1), marketTexts.ticker(1, [1, 1], [2, 1]), '{"result":null}']
  t.strictSame(
    kinds.map((text) => binanceDialect.kindOf(utf8Bytes(text))),
    ['diff', 'snapshot', 'other', 'other', 'other'],
  )
})

t.test('knows the venue by its diffs: those of futures name the one before', async (t) => {
  const futures = diff.replace('"b":', '"pu":0,"b":')
  t.strictSame([binanceDialect.claims(diff), usdmDialect.claims(diff)], [true, false])
  t.strictSame([binanceDialect.claims(futures), usdmDialect.claims(futures)], [false, true])
})

t.test('infers rules that the adapter of the venue reads back', async (t) => {
  const [instrument] = binanceDialect.infer([diff, snapshot, 'no json'])
  t.match(instrument, { symbol: 'BTCUSDT', priceDecimals: 2, qtyDecimals: 5 })
  const read = market.readInstruments(answer(binanceDialect.instrumentsBody(instrument === undefined ? [] : [instrument])))
  t.match(read, { ok: true, value: [{ symbol: 'BTCUSDT', priceDecimals: 2, qtyDecimals: 5, tickUnits: 1, lotUnits: 1 }] })
})

t.test('writes the reference as a snapshot under any id, cut to the limit that was asked for', async (t) => {
  const reference = new Reference(btcusdt)
  reference.load({ lastId: 9, bids: [6_000_000, 12_345, 5_999_999, 2], asks: [6_000_100, 1] })
  const request = {
    method: 'GET',
    path: '/api/v3/depth',
    params: [
      ['symbol', 'BTCUSDT'],
      ['limit', 1],
    ],
    security: 'none',
  } as const
  t.equal(binanceDialect.snapshotSymbol(request), 'BTCUSDT')
  t.equal(binanceDialect.snapshotSymbol({ ...request, path: '/api/v3/exchangeInfo' }), null)
  const read = market.readSnapshot(answer(binanceDialect.snapshotBody(reference, 7, request)), btcusdt)
  t.match(read, { ok: true, value: { lastId: 7, asks: [6_000_100, 1] } })
  t.strictSame(read.ok && [...Array.from(read.value.bids)], [6_000_000, 12_345])
})
