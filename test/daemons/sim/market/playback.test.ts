import t from 'tap'
import { openRecordingFeed } from '../../../../src/lib/io/recording-feed.ts'
import { dataFile, needsData } from '../../../kit/data.ts'
import { QUIET_MARKET, recorded, recordedDiff, recordedTrade, SimDesk } from '../../../kit/sim-desk.ts'

const FILES = ['spot_btcusdt_20240808.gz', 'spot_btcusdt_20240809.gz']
const USDM = 'usdm_btcusdt_20240808.gz'
const ALL = '/stream?streams=btcusdt@depth@100ms/btcusdt@trade/btcusdt@bookTicker'
const frame = (line: string): string => line.slice(line.indexOf(' ') + 1)

t.test('waits for the first depth subscription and sends frames byte for byte at their pace', async (t) => {
  const lines = [...QUIET_MARKET, recordedTrade(1_000, ['100.00', '1'], true)]
  const desk = new SimDesk({ lines })
  const trades = desk.open('/ws/btcusdt@trade')
  desk.advance(5_000_000)
  t.equal(desk.texts(trades).length, 0)
  const all = desk.open(ALL)
  desk.advance(990_000)
  t.strictSame(desk.texts(all), [frame(lines[0] ?? ''), frame(lines[2] ?? '')])
  desk.advance(20_000)
  t.equal(desk.texts(all)[2], frame(lines[3] ?? ''))
  t.equal(`{"stream":"btcusdt@trade","data":${desk.texts(trades)[0]}}`, frame(lines[3] ?? ''))
  t.equal(desk.venue.playback?.phase, 'ended')
})

t.test('divides the gaps by the speed', async (t) => {
  const desk = new SimDesk({ lines: [...QUIET_MARKET, recordedTrade(10_000, ['100.00', '1'], true)], config: { speedRatio: 20 } })
  const socket = desk.open(ALL)
  desk.advance(480_000)
  t.equal(desk.texts(socket).length, 2)
  desk.advance(40_000)
  t.equal(desk.texts(socket).length, 3)
})

t.test('starts with a depth subscription that comes later on the socket', async (t) => {
  const desk = new SimDesk({ lines: QUIET_MARKET })
  const socket = desk.open('/ws')
  desk.say(socket, { method: 'SUBSCRIBE', params: ['btcusdt@depth@100ms'], id: 1 })
  desk.advance(100_000)
  t.equal(desk.texts(socket).length, 2)
})

t.test('starts with a request for a snapshot alone', async (t) => {
  const desk = new SimDesk({ lines: QUIET_MARKET })
  desk.ask('GET', '/api/v3/depth', 'symbol=BTCUSDT')
  const { lastRequestId } = desk
  desk.advance(1_000_000)
  t.equal(desk.answer(lastRequestId)?.status, 200)
})

t.test('fails with the line when a recording is damaged', async (t) => {
  const damaged = [...QUIET_MARKET, '1723161253500000000 {"stream":']
  const desk = new SimDesk({ lines: damaged, config: { autostart: true } })
  desk.advance(1_000_000)
  const failed = desk.outs.find(({ type }) => type === 'failed')
  t.match(failed, { exit: 65, message: /recording 'memory' is damaged at line 4/ })
})

t.test('gives each symbol the snapshot that its diffs are nearest to', async (t) => {
  const other = recorded(1, { stream: 'ethusdt@depth@100ms', data: { e: 'depthUpdate', E: 1, s: 'ETHUSDT', U: 900, u: 901, b: [], a: [] } })
  const desk = new SimDesk({
    lines: [recordedDiff(0, [1, 5], {}), other, recorded(2, { lastUpdateId: 901, bids: [['10', '1']], asks: [['11', '1']] })],
    config: { autostart: true },
  })
  desk.advance(1_000_000)
  t.match(desk.ask('GET', '/api/v3/depth', 'symbol=ETHUSDT')?.body, { lastUpdateId: 901 })
  t.equal(desk.venue.spot.recorded.get('BTCUSDT')?.replica.ready, false)
})

t.test('plays both recorded files without a gap, with a checkpoint for each second', needsData(...FILES), async (t) => {
  const desk = new SimDesk({ lines: openRecordingFeed(FILES.map(dataFile)), config: { autostart: true, speedRatio: 100 } })
  desk.advance(10_000_000)
  t.match(desk.ask('GET', '/sim/state')?.body, { ended: true, lines: 99_574, place: { file: FILES[1], line: 58_325 } })
  const replica = desk.venue.spot.recorded.get('BTCUSDT')?.replica
  t.strictSame([replica?.appliedCount, replica?.gapCount], [6_493, 0])
  t.equal(desk.records('checkpoint').length, 651)
})

t.test('plays spot and futures of the same minutes together, each book whole', needsData(...FILES, USDM), async (t) => {
  const desk = new SimDesk({ lines: openRecordingFeed([...FILES, USDM].map(dataFile)), config: { autostart: true, speedRatio: 100 } })
  desk.advance(10_000_000)
  t.match(desk.ask('GET', '/sim/state')?.body, { ended: true, lines: 99_574 + 93_954 })
  const [spot, usdm] = [desk.venue.spot, desk.venue.usdm].map((board) => board.recorded.get('BTCUSDT')?.replica)
  t.strictSame([spot?.appliedCount, spot?.gapCount, usdm?.gapCount], [6_493, 0, 0])
  t.ok((usdm?.appliedCount ?? 0) > 6_500, `${usdm?.appliedCount} diffs of futures`)
})

t.test('fills a maker of both sides by the conservative queue rule', needsData(...FILES), async (t) => {
  const desk = new SimDesk({ lines: openRecordingFeed(FILES.map(dataFile)), config: { autostart: true, speedRatio: 20 } })
  const rest = (side: 'BUY' | 'SELL'): void => {
    const market = desk.venue.spot.recorded.get('BTCUSDT')
    const ticks = market?.touchTicks(side === 'BUY' ? 'buy' : 'sell') ?? 0
    desk.signed('POST', '/api/v3/order', {
      symbol: 'BTCUSDT',
      side,
      type: 'LIMIT_MAKER',
      quantity: '0.001',
      price: (ticks / 100).toFixed(2),
      newClientOrderId: `m${desk.nowUs}`,
    })
  }
  desk.advance(100_000)
  for (let turn = 0; turn < 100; turn++) {
    if (desk.venue.store.openOrders('main').length > 0) desk.signed('DELETE', '/api/v3/openOrders', { symbol: 'BTCUSDT' })
    rest('BUY')
    rest('SELL')
    desk.advance(300_000)
  }
  const fills = desk.records('fill')
  t.ok(desk.records('accept').length > 150)
  t.ok(fills.length > 40, `${fills.length} fills`)
  t.ok(fills.every(({ liquidity }) => liquidity === 'maker'))
  t.ok(desk.records('accept').length > new Set(fills.map(({ orderId }) => orderId)).size, 'not every order fills')
})
