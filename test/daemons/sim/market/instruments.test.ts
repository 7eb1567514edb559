import t from 'tap'
import { decimalInstrument, inferInstrument, knownInstrument, startScale, symbolInfo } from '../../../../src/daemons/sim/market/instruments.ts'

t.test('splits a symbol at the quote asset that it ends with', async (t) => {
  const assets = (symbol: string) => {
    const { baseAsset, quoteAsset } = decimalInstrument(symbol, 2, 5)
    return [baseAsset, quoteAsset]
  }
  t.strictSame(
    [assets('BTCUSDT'), assets('ETHBTC'), assets('ABCXYZ')],
    [
      ['BTC', 'USDT'],
      ['ETH', 'BTC'],
      ['ABC', 'XYZ'],
    ],
  )
})

t.test('takes the finest steps that it sees, but keeps what it knows', async (t) => {
  const seen = inferInstrument({ symbol: 'DOGEUSDT', product: 'spot' }, ['0.10000000', '0.12345000'], ['1.00000000', '5'])
  t.strictSame([seen.priceDecimals, seen.qtyDecimals], [5, 0])
  t.equal(inferInstrument({ symbol: 'BTCUSDT', product: 'spot' }, ['1.0000001'], ['1']), knownInstrument('BTCUSDT'))
})

t.test('starts a synthetic market at its price, with sizes of like worth', async (t) => {
  t.strictSame(startScale(knownInstrument('BTCUSDT')), { midTicks: 6_000_000, unitLots: 100_000 })
  t.strictSame(startScale(knownInstrument('ETHUSDT')), { midTicks: 300_000, unitLots: 200_000 })
  t.strictSame(startScale(knownInstrument('S0001USDT')), { midTicks: 1_000_000, unitLots: 6_000_000 }, 'any other has ticks enough for a deep book')
})

t.test('tells the rules of a symbol in the words of the venue', async (t) => {
  const info = symbolInfo(knownInstrument('BTCUSDT'))
  const shown = (info.filters as ReadonlyArray<{ filterType: string }>).filter(({ filterType }) =>
    ['PRICE_FILTER', 'LOT_SIZE', 'NOTIONAL'].includes(filterType),
  )
  t.strictSame(shown, [
    { filterType: 'PRICE_FILTER', minPrice: '0.01000000', maxPrice: '1000000.00000000', tickSize: '0.01000000' },
    { filterType: 'LOT_SIZE', minQty: '0.00001000', maxQty: '9000000.00000000', stepSize: '0.00001000' },
    { filterType: 'NOTIONAL', minNotional: '5.00000000', applyMinToMarket: true, maxNotional: '9000000.00000000', applyMaxToMarket: false, avgPriceMins: 5 },
  ])
  t.match(info, { symbol: 'BTCUSDT', status: 'TRADING', baseAsset: 'BTC', quoteAsset: 'USDT', orderTypes: ['LIMIT', 'LIMIT_MAKER', 'MARKET'] })
})
