import t from 'tap'
import { btcusdt } from '../../../kit/market-texts.ts'
import { QUIET_MARKET, recordedDiff, SimDesk } from '../../../kit/sim-desk.ts'

const SECOND_US = 1_000_000
const DEPTH = ['GET', '/api/v3/depth', 'symbol=BTCUSDT&limit=5'] as const

/** A paper market whose venue the test plays. */
const paper = (options: Partial<ConstructorParameters<typeof SimDesk>[0]> = {}) => {
  const desk = new SimDesk({ ...options, config: { market: 'paper' } })
  const line = (text: string, snapshotOf?: string): void => desk.give({ type: 'live.line', text, ...(snapshotOf === undefined ? {} : { snapshotOf }) })
  const asked = (): number => desk.outs.filter(({ type }) => type === 'live.snapshot').length
  return { desk, line, asked, open: () => desk.give({ type: 'live.opened', instruments: [btcusdt] }) }
}

const [first = '', snapshot = '', ticker = ''] = QUIET_MARKET

const following = () => {
  const rig = paper()
  rig.open()
  const socket = rig.desk.open('/stream?streams=btcusdt@depth@100ms/btcusdt@bookTicker')
  rig.line(first)
  rig.line(snapshot, 'BTCUSDT')
  rig.line(ticker)
  return { ...rig, socket }
}

t.test('is ready once the rules of its symbols are known', async (t) => {
  const { desk, open } = paper()
  t.ok(desk.outs.some(({ type }) => type === 'live.open'))
  t.equal(desk.health().ready, false)
  open()
  t.equal(desk.health().ready, true)
  t.match(desk.ask('GET', '/api/v3/exchangeInfo')?.body, { symbols: [{ symbol: 'BTCUSDT' }] })
  t.match(desk.ask('GET', '/sim/state')?.body, { source: 'live' })
})

t.test('hands frames on byte for byte and fills orders by what they tell', async (t) => {
  const { desk, line, socket } = following()
  t.equal(desk.texts(socket)[0], first.slice(first.indexOf(' ') + 1))
  t.match(desk.ask(...DEPTH)?.body, { lastUpdateId: 5 })
  desk.signed('POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.1', price: '100.00' })
  line(recordedDiff(100, [6, 7], { a: [['100.00', '1']], b: [['100.00', '0']] }))
  t.equal(desk.records('fill').length, 1)
})

t.test('drops a book with a hole, asks for it once, and makes clients wait until it is whole', async (t) => {
  const { desk, line, asked } = following()
  line(recordedDiff(100, [8, 9], { b: [['99.50', '1']] }))
  t.equal(desk.ask(...DEPTH), undefined)
  const { lastRequestId } = desk
  line(recordedDiff(200, [10, 10], { b: [['99.40', '1']] }))
  desk.advance(SECOND_US)
  t.equal(asked(), 1)
  line(snapshot.replace('"lastUpdateId":5', '"lastUpdateId":9'), 'BTCUSDT')
  t.match(desk.answer(lastRequestId), { status: 200, body: { lastUpdateId: 10 } })
  desk.advance(10 * SECOND_US)
  t.equal(asked(), 1)
})

t.test('takes no orders but cancels while the book of the venue is lost', async (t) => {
  const { desk, line, asked } = following()
  const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.1', price: '99.00' }
  const { body } = desk.signed('POST', '/api/v3/order', order)
  desk.give({ type: 'live.lost', symbols: ['BTCUSDT'] })
  desk.advance(25 * SECOND_US)
  t.equal(asked(), 0)
  for (const path of ['/api/v3/order', '/api/v3/order/test'])
    t.match(desk.signed('POST', path, order), { status: 400, body: { code: -2010, msg: 'Market is closed.' } })
  const market = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.1' }
  t.match(desk.signed('POST', '/api/v3/order', market), { status: 400, body: { code: -2010, msg: 'Market is closed.' } })
  t.equal(desk.ask(...DEPTH), undefined)
  const status = () => desk.ask('GET', '/api/v3/exchangeInfo')?.body['symbols']?.['0']?.['status']
  t.equal(status(), 'BREAK')
  t.match(desk.ask('GET', '/api/v3/depth', 'symbol=BTCUSDT&symbolStatus=TRADING')?.body, { code: -1220 })
  t.match(desk.signed('DELETE', '/api/v3/order', { symbol: 'BTCUSDT', orderId: Number(body['orderId']) }).body, { status: 'CANCELED' })
  line(recordedDiff(100, [10, 10], { b: [['99.40', '1']] }))
  t.equal(status(), 'BREAK')
  line(snapshot.replace('"lastUpdateId":5', '"lastUpdateId":9'), 'BTCUSDT')
  t.equal(status(), 'TRADING')
  t.match(desk.signed('POST', '/api/v3/order', market).body, { status: 'FILLED' })
})

t.test('asks again when the snapshot is older than what was lost, or does not come', async (t) => {
  const { desk, line, asked } = following()
  line(recordedDiff(100, [8, 9], {}))
  line(recordedDiff(200, [10, 11], {}))
  line(snapshot, 'BTCUSDT')
  t.equal(desk.venue.spot.recorded.get('BTCUSDT')?.replica.ready, false)
  desk.advance(SECOND_US)
  t.equal(asked(), 1)
  desk.advance(3 * SECOND_US)
  t.equal(asked(), 2)
})

t.test('keeps a whole book when a snapshot comes unasked, and counts frames that make no sense', async (t) => {
  const { desk, line } = following()
  line(recordedDiff(100, [6, 7], {}))
  line(snapshot, 'BTCUSDT')
  line('1723161253500000000 {"stream":')
  t.equal(desk.venue.spot.recorded.get('BTCUSDT')?.replica.updateId, 7)
  t.equal(desk.venue.live?.garbledCount, 1)
  t.notOk(desk.outs.some(({ type }) => type === 'failed'))
})

t.test('brings the orders of an earlier run back behind what the first book shows', async (t) => {
  const { desk } = following()
  desk.signed('POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.1', price: '99.99' })
  const again = paper({ recovered: desk.truth })
  again.open()
  again.line(first)
  again.line(snapshot, 'BTCUSDT')
  t.equal(again.desk.signed('GET', '/api/v3/openOrders', { symbol: 'BTCUSDT' }).body['length'], 1 as never)
  again.line(
    recordedDiff(100, [6, 7], {
      a: [['99.99', '1']],
      b: [
        ['100.00', '0'],
        ['99.99', '0'],
      ],
    }),
  )
  t.equal(again.desk.records('fill').length, 1)
})
