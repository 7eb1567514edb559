import t from 'tap'
import { Book } from '../../../../src/lib/model/book.ts'
import { binanceMarket, binanceUsdmMarket } from '../../../../src/lib/venues/binance/market.ts'
import type { MarketAnswer } from '../../../../src/lib/venues/market.ts'
import { btcusdt, exchangeInfo, marketTexts, utf8Bytes } from '../../../kit/market-texts.ts'

const venue = binanceMarket()
const answer = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): MarketAnswer => ({
  ok: true,
  status,
  headers,
  body,
  sentMonoUs: 0,
})

t.test('serves the channels of spot over one route, by address or by messages', async (t) => {
  const [route, ...others] = venue.routes(['book', 'trades', 'ticker', 'marks', 'klines.1m'])
  t.equal(others.length, 0)
  t.strictSame(route?.streams('BTCUSDT'), ['btcusdt@depth@100ms', 'btcusdt@trade', 'btcusdt@bookTicker', 'btcusdt@kline_1m'])
  t.strictSame([route?.path([]), route?.path(['a', 'b'])], ['/stream', '/stream?streams=a/b'])
  t.equal(venue.subscribe(['a', 'b'], 7), '{"method":"SUBSCRIBE","params":["a","b"],"id":7}')
  t.equal(venue.unsubscribe([venue.bookStream('BTCUSDT')], 8), '{"method":"UNSUBSCRIBE","params":["btcusdt@depth@100ms"],"id":8}')
  t.throws(() => venue.checksum(new Book(), btcusdt), { message: /has no checksums/ })
})

t.test('serves the channels of futures over two routes', async (t) => {
  const usdm = binanceUsdmMarket()
  const routes = usdm.routes(['book', 'trades', 'ticker', 'marks', 'liquidations'])
  t.strictSame(
    routes.map((route) => [route.name, route.carriesBooks, route.path([]), route.streams('BTCUSDT')]),
    [
      ['public', true, '/public/stream', ['btcusdt@depth@100ms', 'btcusdt@bookTicker']],
      ['market', false, '/market/stream', ['btcusdt@aggTrade', 'btcusdt@markPrice@1s', 'btcusdt@forceOrder']],
    ],
  )
  t.match(usdm.snapshot('BTCUSDT', 1_000), {
    path: '/fapi/v1/depth',
    params: [
      ['symbol', 'BTCUSDT'],
      ['limit', 1000],
    ],
  })
  t.strictSame(
    usdm.routes(['trades']).map(({ name }) => name),
    ['market'],
  )
})

t.test('a diff of futures names the one before it', async (t) => {
  const instruments = new Map([['BTCUSDT', btcusdt]])
  const usdm = binanceUsdmMarket()
  const text = marketTexts.diff({ ids: [5, 9] })
  t.match(venue.readFrame(utf8Bytes(text), instruments), { type: 'diff', prevId: null })
  t.strictSame(usdm.readFrame(utf8Bytes(text), instruments), { type: 'garbled', reason: "'pu' is missing" })
  t.match(usdm.readFrame(utf8Bytes(text.replace('"u":9', '"u":9,"pu":3')), instruments), { type: 'diff', prevId: 3 })
  t.match(usdm.readFrame(utf8Bytes(marketTexts.trade(1, 1, 1)), instruments), { type: 'trade' })
})

t.test('reads what the venue counts of our weight', async (t) => {
  t.equal(venue.readWeight(answer(200, '{}', { 'x-mbx-used-weight-1m': '275' })), 275)
  t.equal(venue.readWeight(answer(200, '{}')), null)
  t.equal(venue.readWeight({ ok: false, sent: true, reason: 'time-out', sentMonoUs: 0 }), null)
})

t.test('asks without a key for a snapshot of some depth and for the rules', async (t) => {
  t.strictSame(venue.snapshot('BTCUSDT', 5_000), {
    method: 'GET',
    path: '/api/v3/depth',
    params: [
      ['symbol', 'BTCUSDT'],
      ['limit', 5000],
    ],
    security: 'none',
  })
  t.strictSame(venue.instruments(), { method: 'GET', path: '/api/v3/exchangeInfo', params: [], security: 'none' })
})

t.test('reads a snapshot', async (t) => {
  const body = marketTexts.snapshot(218, [[6_183_763, 378_826]], [[6_183_764, 1]])
  t.strictSame(venue.readSnapshot(answer(200, body), btcusdt), { ok: true, value: { lastId: 218, bids: [6_183_763, 378_826], asks: [6_183_764, 1] } })
})

t.test('reads the rules', async (t) => {
  t.strictSame(venue.readInstruments(answer(200, exchangeInfo('BTCUSDT'))), { ok: true, value: [btcusdt] })
})

t.test('passes on why an answer is of no use, and how long to be quiet', async (t) => {
  const refused = (reply: MarketAnswer) => venue.readSnapshot(reply, btcusdt)
  t.match(refused(answer(429, '{"code":-1003}', { 'retry-after': '7' })), { ok: false, error: { reason: /status 429/, pauseUs: 7_000_000 } })
  t.match(refused(answer(418, '', { 'retry-after': 'soon' })), { ok: false, error: { pauseUs: 120_000_000 } })
  t.match(refused({ ok: false, sent: true, reason: 'time-out', sentMonoUs: 0 }), { ok: false, error: { reason: 'time-out', pauseUs: 0 } })
  for (const body of ['<html>', '{}', '[]', '{"lastUpdateId":1,"bids":[["1"]],"asks":[]}']) t.match(refused(answer(200, body)), { ok: false }, body)
  t.match(venue.readInstruments(answer(500, 'no')), { ok: false, error: { reason: 'status 500: no' } })
  t.match(venue.readInstruments(answer(200, '{')), { ok: false, error: { reason: /malformed json/ } })
})
