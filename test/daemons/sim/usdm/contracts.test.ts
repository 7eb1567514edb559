import t from 'tap'
import type { Json } from '../../../kit/sim-desk.ts'
import { SimDesk } from '../../../kit/sim-desk.ts'
import { UsdmDesk } from '../../../kit/usdm-desk.ts'

const at = (ms: number): string => `${1_723_161_255_000 + ms}000000`
const DEPTH = { e: 'depthUpdate', E: 1, T: 1, s: 'BTCUSDT', U: 11, u: 12, pu: 10, b: [['100.0', '1.000']], a: [['100.2', '1.000']] }
const LINES = [
  `${at(0)} ${JSON.stringify({ stream: 'btcusdt@depth@0ms', data: DEPTH })}`,
  `${at(1)} ${JSON.stringify({ lastUpdateId: 10, E: 1, T: 1, bids: [['100.0', '2.000']], asks: [['100.2', '2.000']] })}`,
  ...Array.from({ length: 20 }, (_, index) => {
    const data = { ...DEPTH, U: 13 + index, u: 13 + index, pu: 12 + index }
    return `${at(100 + index * 100)} ${JSON.stringify({ stream: 'btcusdt@depth@0ms', data })}`
  }),
  `${at(2_200)} ${JSON.stringify({ stream: 'btcusdt@trade', data: { e: 'trade', E: 1, T: 1, s: 'BTCUSDT', t: 5, p: '100.2', q: '0.500', X: 'MARKET', m: false } })}`,
]

t.test('a recorded contract trades, and derives the streams that its recording lacks', async (t) => {
  const desk = new SimDesk({ lines: LINES, config: { autostart: true } })
  const socket = desk.open('/market/ws/btcusdt@aggTrade/btcusdt@depth@500ms/btcusdt@depth@0ms')
  desk.advance(3_000_000)
  const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.5', newOrderRespType: 'RESULT' }
  t.match(desk.signed('POST', '/fapi/v1/order', order).body, { status: 'FILLED', avgPrice: '100.2' })
  const kinds = desk.texts(socket).map((text) => (JSON.parse(text) as Json).e)
  t.ok(kinds.includes('aggTrade' as unknown as Json) && kinds.filter((kind) => String(kind) === 'depthUpdate').length > 20)
})

t.test('a market without a flow leaves contracts to their clients too', async (t) => {
  const desk = new UsdmDesk({}, { config: { market: 'none' } })
  desk.advanceMs(1_000)
  t.match(desk.sim.ask('GET', '/fapi/v1/depth', 'symbol=BTCUSDT')?.body, { bids: [], asks: [] })
  desk.limit('BUY', '50000')
  desk.limit('SELL', '50000')
  t.match(
    desk.sim.truth.filter(({ type }) => type === 'fill'),
    [{ price: '50000' }, { price: '50000' }],
  )
})
