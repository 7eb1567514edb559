import t from 'tap'
import { QUIET_MARKET, recorded, SimDesk } from '../../../kit/sim-desk.ts'

t.test('opens once the symbols of the recording are known, and says so', async (t) => {
  const desk = new SimDesk({ lines: QUIET_MARKET })
  t.match(desk.health(), { state: 'running', ready: true })
  t.strictSame([...desk.venue.spot.recorded.keys()], ['BTCUSDT'])
  t.equal(desk.venue.playback?.phase, 'waiting')
})

t.test('makes those who ask for a book wait for its snapshot', async (t) => {
  const desk = new SimDesk({ lines: QUIET_MARKET })
  t.equal(desk.ask('GET', '/api/v3/depth', 'symbol=BTCUSDT&limit=1'), undefined)
  const asked = desk.lastRequestId
  desk.open('/ws/btcusdt@depth@100ms')
  desk.advance(100_000)
  t.match(desk.answer(asked), { status: 200, body: { lastUpdateId: 5 }, headers: { 'x-mbx-used-weight-1m': '5' } })
})

t.test('ends without a market when the recording is empty', async (t) => {
  const desk = new SimDesk({ lines: [], config: { autostart: true } })
  t.match(desk.ask('GET', '/sim/state')?.body, { ended: true, symbols: [] })
})

t.test('plays futures beside spot, each for its own listeners', async (t) => {
  const diff = (futures: boolean) => ({
    stream: futures ? 'btcusdt@depth@0ms' : 'btcusdt@depth@100ms',
    data: { e: 'depthUpdate', E: 1, s: 'BTCUSDT', U: 5, u: 9, ...(futures ? { pu: 3 } : {}), b: [['10.0', '1']], a: [['11.0', '1']] },
  })
  const lines = [recorded(0, diff(false)), recorded(1, diff(true)), recorded(2, { lastUpdateId: 9, E: 1, bids: [], asks: [] })]
  const desk = new SimDesk({ lines })
  const [spot, futures] = [desk.open('/ws/btcusdt@depth@100ms'), desk.open('/public/stream?streams=btcusdt@depth@0ms')]
  desk.advance(1_000_000)
  t.match(desk.take(spot), [{ e: 'depthUpdate', pu: undefined }])
  t.match(desk.take(futures), [{ stream: 'btcusdt@depth@0ms', data: { pu: 3 } }])
  t.strictSame([desk.venue.usdm.recorded.get('BTCUSDT')?.replica.ready, desk.venue.spot.recorded.get('BTCUSDT')?.replica.ready], [true, false])
})
