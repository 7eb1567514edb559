import t from 'tap'
import { QUIET_MARKET, SimDesk } from '../../../kit/sim-desk.ts'

t.test('opens once the symbols of the recording are known, and says so', async (t) => {
  const desk = new SimDesk({ lines: QUIET_MARKET })
  t.match(desk.health(), { state: 'running', ready: true })
  t.strictSame([...desk.venue.recorded.keys()], ['BTCUSDT'])
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
