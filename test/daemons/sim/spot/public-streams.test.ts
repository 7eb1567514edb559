import t from 'tap'
import { barSpan } from '../../../../src/daemons/sim/market/bars.ts'
import { type Json, QUIET_MARKET, recordedDiff, recordedTrade, SimDesk } from '../../../kit/sim-desk.ts'

const listen = (streams: string, forUs = 5_000_000): Json[] => {
  const desk = new SimDesk()
  const socket = desk.open(`/ws/${streams}`)
  desk.advance(forUs)
  return desk.take(socket)
}
const keys = (frame: Json | undefined): string[] => Object.keys(frame ?? {})

t.test('tells aggregates whose prints add up', async (t) => {
  const frames = listen('btcusdt@aggTrade/btcusdt@trade', 20_000_000)
  const aggregates = frames.filter(({ e }) => String(e) === 'aggTrade')
  const trades = frames.filter(({ e }) => String(e) === 'trade')
  t.strictSame(keys(aggregates[0]), ['e', 'E', 's', 'a', 'p', 'q', 'f', 'l', 'T', 'm', 'M'])
  t.equal(
    aggregates.reduce((sum, { f, l }) => sum + Number(l) - Number(f) + 1, 0),
    trades.length,
  )
  t.ok(trades.length > aggregates.length, `${trades.length} trades in ${aggregates.length} aggregates`)
  const total = (frames: readonly Json[]): number => frames.reduce((sum, { q }) => sum + Math.round(Number(q) * 1e5), 0)
  t.equal(total(aggregates), total(trades))
})

t.test('tells klines every two seconds and closes each bar once', async (t) => {
  const frames = listen('btcusdt@kline_1m', 130_000_000)
  t.strictSame(keys(frames[0]?.['k']), ['t', 'T', 's', 'i', 'f', 'L', 'o', 'c', 'h', 'l', 'v', 'n', 'x', 'q', 'V', 'Q', 'B'])
  const closed = frames.map(({ k }) => k).filter((k) => k?.['x'] as unknown as boolean)
  t.equal(closed.length, 2)
  for (const k of closed) t.equal(Number(k?.['T']), barSpan('1m', Number(k?.['t'])).endMs - 1)
  t.ok(frames.length >= 63 && frames.length <= 68, `${frames.length} frames`)
})

t.test('tells tickers with the keys of the venue', async (t) => {
  t.strictSame(keys(listen('btcusdt@miniTicker')[0]), ['e', 'E', 's', 'c', 'o', 'h', 'l', 'v', 'q'])
  const ticker = ['e', 'E', 's', 'p', 'P', 'w', 'x', 'c', 'Q', 'b', 'B', 'a', 'A', 'o', 'h', 'l', 'v', 'q', 'O', 'C', 'F', 'L', 'n']
  t.strictSame(keys(listen('btcusdt@ticker')[0]), ticker)
  t.match(listen('btcusdt@ticker_4h')[0], { e: '4hTicker', s: 'BTCUSDT' })
  t.match(listen('btcusdt@avgPrice')[0], { e: 'avgPrice', i: '5m', w: /^\d+\.\d{8}$/ })
})

t.test('tells all changed symbols in one array, and nothing when none changed', async (t) => {
  const frames = listen('!miniTicker@arr')
  t.ok(frames.length > 0 && frames.length <= 5)
  t.match(frames[0], [{ e: '24hrMiniTicker', s: 'BTCUSDT' }])
})

t.test('tells the best levels, and the diffs of a second as an unbroken chain', async (t) => {
  const levels = listen('btcusdt@depth5@100ms')
  t.ok(levels.length > 30, `${levels.length} frames`)
  t.strictSame(keys(levels[0]), ['lastUpdateId', 'bids', 'asks'])
  const diffs = listen('btcusdt@depth')
  t.ok(diffs.length >= 4 && diffs.length <= 5)
  for (const [index, diff] of diffs.entries()) if (index > 0) t.equal(Number(diff['U']), Number(diffs[index - 1]?.['u']) + 1)
})

t.test('makes them from a recording too, in its own time', async (t) => {
  const desk = new SimDesk({ lines: [...QUIET_MARKET, recordedTrade(900, ['100.00', '1'], true), recordedDiff(3_000, [11, 12], {})] })
  const socket = desk.open('/ws/btcusdt@depth@100ms/btcusdt@aggTrade/btcusdt@kline_1m')
  desk.advance(5_000_000)
  const kinds = new Set(desk.take(socket).map(({ e }) => String(e)))
  t.strictSame([...kinds].sort(), ['aggTrade', 'depthUpdate', 'kline'])
})

t.test('sets no timer while nobody listens to a paced stream', async (t) => {
  const desk = new SimDesk()
  desk.open('/ws/btcusdt@trade/btcusdt@depth@100ms')
  desk.advance(1_000_000)
  t.notOk(desk.outs.some((out) => out.type === 'timer.set' && out.id === 'publish'))
})
