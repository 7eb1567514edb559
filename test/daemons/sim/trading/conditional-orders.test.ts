import t from 'tap'
import { QUIET_MARKET, recordedTrade, SimDesk } from '../../../kit/sim-desk.ts'

const ORDER = '/api/v3/order'
const STOP = { symbol: 'BTCUSDT', side: 'SELL', type: 'STOP_LOSS', quantity: '0.5', stopPrice: '98.00', newClientOrderId: 'c1' }
const LINES = [
  ...QUIET_MARKET,
  recordedTrade(30, ['100.00', '1'], true),
  recordedTrade(2_000, ['98.50', '1'], true),
  recordedTrade(4_000, ['97.90', '0.1'], true),
  recordedTrade(60_000, ['97.90', '0.1'], true),
]

const openDesk = (): SimDesk => {
  const desk = new SimDesk({ lines: LINES, config: { autostart: true } })
  desk.advance(100_000)
  return desk
}

const events = (desk: SimDesk, socket: string): unknown[] =>
  desk
    .take(socket)
    .map(({ event }) => event)
    .filter((event) => String(event?.e) === 'executionReport')
    .map((event) => [event?.x, event?.X, event?.w, event?.o, event?.P])

t.test('waits outside the book until the last price meets its stop, then takes what it finds', async (t) => {
  const desk = openDesk()
  const socket = desk.watch()
  desk.take(socket)
  t.strictSame(Object.keys(desk.signed('POST', ORDER, STOP).body), ['symbol', 'orderId', 'orderListId', 'clientOrderId', 'transactTime'])
  t.match(desk.signed('GET', ORDER, { symbol: 'BTCUSDT', orderId: 1 }).body, {
    status: 'NEW',
    type: 'STOP_LOSS',
    isWorking: false,
    workingTime: -1,
    stopPrice: '98.00000000',
  })
  desk.advance(3_000_000)
  t.equal(desk.records('trigger').length, 0)
  desk.advance(2_000_000)
  t.match(desk.signed('GET', ORDER, { symbol: 'BTCUSDT', orderId: 1 }).body, { status: 'FILLED', executedQty: '0.50000000', isWorking: true })
  t.strictSame(events(desk, socket), [
    ['NEW', 'NEW', false, 'STOP_LOSS', '98.00000000'],
    ['NEW', 'NEW', false, 'STOP_LOSS', '98.00000000'],
    ['TRADE', 'FILLED', false, 'STOP_LOSS', '98.00000000'],
  ])
  t.match(desk.records('trigger'), [{ orderId: '1', clientOrderId: 'c1' }])
})

t.test('rests at its limit once it is triggered, and locks its cost from the beginning', async (t) => {
  const desk = openDesk()
  desk.signed('POST', ORDER, { ...STOP, type: 'STOP_LOSS_LIMIT', timeInForce: 'GTC', price: '101.00' })
  const locked = (): unknown => Object.values(desk.signed('GET', '/api/v3/account').body.balances ?? {}).find(({ asset }) => String(asset) === 'BTC')?.locked
  t.equal(locked(), '0.50000000')
  desk.advance(5_000_000)
  t.match(desk.signed('GET', ORDER, { symbol: 'BTCUSDT', orderId: 1 }).body, { status: 'NEW', isWorking: true })
  t.equal(locked(), '0.50000000')
  desk.signed('DELETE', ORDER, { symbol: 'BTCUSDT', orderId: 1 })
  t.equal(locked(), '0.00000000')
})

t.test('refuses a condition that has come already, and one without a condition', async (t) => {
  const desk = openDesk()
  const said = (fields: Readonly<Record<string, string>>) => desk.signed('POST', ORDER, { ...STOP, ...fields }).body
  t.match(said({ stopPrice: '100.00' }), { code: -2010, msg: 'Order would trigger immediately.' })
  t.match(said({ side: 'BUY', stopPrice: '99.00' }), { code: -2010, msg: 'Order would trigger immediately.' })
  t.match(said({ stopPrice: '' }), { code: -1102, msg: "Param 'stopPrice' or 'trailingDelta' must be sent, but both were empty/null!" })
  t.match(said({ price: '99.00' }), { code: -1106, msg: "Parameter 'price' sent when not required." })
})

t.test('a trailing order follows the market and says since when', async (t) => {
  const desk = openDesk()
  desk.signed('POST', ORDER, { ...STOP, stopPrice: '', trailingDelta: '100', type: 'STOP_LOSS' })
  desk.advance(3_000_000)
  t.match(desk.signed('GET', ORDER, { symbol: 'BTCUSDT', orderId: 1 }).body, { status: 'NEW', trailingDelta: 100 })
  desk.advance(2_000_000)
  t.match(desk.signed('GET', ORDER, { symbol: 'BTCUSDT', orderId: 1 }).body, { status: 'NEW', isWorking: false })
  t.equal(desk.records('trigger').length, 0)
})

t.test('a restart brings back what waits and what was triggered', async (t) => {
  const before = openDesk()
  before.signed('POST', ORDER, STOP)
  before.signed('POST', ORDER, { ...STOP, stopPrice: '98.60', type: 'STOP_LOSS_LIMIT', timeInForce: 'GTC', price: '105.00', newClientOrderId: 'c2' })
  before.advance(3_000_000)
  const after = new SimDesk({ lines: LINES, config: { autostart: true }, recovered: before.truth, startUs: before.nowUs })
  t.match(after.signed('GET', ORDER, { symbol: 'BTCUSDT', orderId: 1 }).body, { isWorking: false, type: 'STOP_LOSS', stopPrice: '98.00000000' })
  t.match(after.signed('GET', ORDER, { symbol: 'BTCUSDT', orderId: 2 }).body, { isWorking: true, type: 'STOP_LOSS_LIMIT' })
  t.strictSame(after.signed('GET', '/api/v3/account').body.balances, before.signed('GET', '/api/v3/account').body.balances)
  after.advance(3_000_000)
  t.match(after.signed('GET', ORDER, { symbol: 'BTCUSDT', orderId: 1 }).body, { status: 'FILLED' })
})

t.test('prices from before an order do not trigger it after a restart', async (t) => {
  const lines = [
    ...QUIET_MARKET,
    recordedTrade(30, ['97.00', '1'], true),
    recordedTrade(60, ['100.00', '1'], false),
    recordedTrade(60_000, ['100.00', '1'], true),
  ]
  const before = new SimDesk({ lines, config: { autostart: true } })
  before.advance(100_000)
  before.signed('POST', ORDER, STOP)
  before.advance(2_000_000)
  before.give({ type: 'stop' })
  const after = new SimDesk({ lines, config: { autostart: true }, recovered: before.truth, startUs: before.nowUs })
  after.advance(1_000_000)
  t.match(after.signed('GET', ORDER, { symbol: 'BTCUSDT', orderId: 1 }).body, { status: 'NEW', isWorking: false })
})

t.test('a trailing order keeps its best price over a restart', async (t) => {
  const lines = [
    ...QUIET_MARKET,
    recordedTrade(30, ['100.00', '1'], true),
    recordedTrade(1_000, ['104.00', '1'], false),
    recordedTrade(3_000, ['102.95', '0.1'], true),
    recordedTrade(60_000, ['102.95', '0.1'], true),
  ]
  const before = new SimDesk({ lines, config: { autostart: true } })
  before.advance(100_000)
  before.signed('POST', ORDER, { ...STOP, stopPrice: '', trailingDelta: '100' })
  before.advance(1_500_000)
  const shown = (desk: SimDesk): unknown => desk.signed('GET', ORDER, { symbol: 'BTCUSDT', orderId: 1 }).body['trailingTime']
  const since = shown(before)
  before.give({ type: 'stop' })
  const after = new SimDesk({ lines, config: { autostart: true }, recovered: before.truth, startUs: before.nowUs })
  t.equal(shown(after), since)
  t.equal(after.records('trigger').length, 0)
  after.advance(3_000_000)
  t.match(after.records('trigger'), [{ orderId: '1' }])
})

t.test('a restart before the book is there leaves what waits alone until a price comes', async (t) => {
  const late = QUIET_MARKET.slice(1).map((line) => line.replace(/^\d{13}/, (ms) => String(Number(ms) + 20_000)))
  const lines = [...QUIET_MARKET.slice(0, 1), ...late, recordedTrade(30_000, ['97.90', '0.1'], true), recordedTrade(60_000, ['97.90', '0.1'], true)]
  const before = new SimDesk({ lines, config: { autostart: true } })
  before.advance(1_000_000)
  before.signed('POST', ORDER, STOP)
  before.advance(1_000_000)
  const after = new SimDesk({ lines, config: { autostart: true }, recovered: before.truth, startUs: before.nowUs, pullUs: 30_000 })
  after.advance(2_000_000)
  t.equal(after.venue.spot.recorded.get('BTCUSDT')?.replica.ready, false)
  t.match(after.signed('GET', ORDER, { symbol: 'BTCUSDT', orderId: 1 }).body, { status: 'NEW', isWorking: false })
  after.advance(40_000_000)
  t.match(after.signed('GET', ORDER, { symbol: 'BTCUSDT', orderId: 1 }).body, { status: 'FILLED' })
})
