import t from 'tap'
import { binanceMarket } from '../../../../src/lib/venues/binance/market.ts'
import type { MarketAnswer } from '../../../../src/lib/venues/market.ts'
import { btcusdt, exchangeInfo, marketTexts } from '../../../kit/market-texts.ts'

const venue = binanceMarket()
const answer = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): MarketAnswer => ({
  ok: true,
  status,
  headers,
  body,
  sentMonoUs: 0,
})

t.test('asks for three streams of each symbol on one socket', async (t) => {
  t.equal(
    venue.streamPath(['BTCUSDT', 'ETHUSDT']),
    '/stream?streams=btcusdt@depth@100ms/btcusdt@trade/btcusdt@bookTicker/ethusdt@depth@100ms/ethusdt@trade/ethusdt@bookTicker',
  )
})

t.test('asks without a key for the deepest snapshot and for the rules', async (t) => {
  t.strictSame(venue.snapshot('BTCUSDT'), { method: 'GET', path: '/api/v3/depth', query: 'symbol=BTCUSDT&limit=5000', security: 'none' })
  t.strictSame(venue.instruments(), { method: 'GET', path: '/api/v3/exchangeInfo', query: '', security: 'none' })
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
  t.match(refused(answer(418, '', { 'retry-after': 'soon' })), { ok: false, error: { pauseUs: 0 } })
  t.match(refused({ ok: false, sent: true, reason: 'time-out', sentMonoUs: 0 }), { ok: false, error: { reason: 'time-out', pauseUs: 0 } })
  for (const body of ['<html>', '{}', '[]', '{"lastUpdateId":1,"bids":[["1"]],"asks":[]}']) t.match(refused(answer(200, body)), { ok: false }, body)
  t.match(venue.readInstruments(answer(500, 'no')), { ok: false, error: { reason: 'status 500: no' } })
  t.match(venue.readInstruments(answer(200, '{')), { ok: false, error: { reason: /malformed json/ } })
})
