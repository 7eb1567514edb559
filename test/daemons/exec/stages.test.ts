import t from 'tap'
import { refused } from './paper-venue.ts'
import { intent, Rig } from './rig.ts'

t.test('asks in bounded pieces, signed with the time of the venue', async (t) => {
  const rig = new Rig()
  rig.venue.offsetMs = 5_000
  rig.start()
  const call = (path: string): string => rig.venue.calls.find((made) => made.startsWith(path)) ?? ''
  t.match(call('GET /api/v3/exchangeInfo'), /symbol=BTCUSDT/)
  t.match(call('GET /api/v3/openOrders'), /symbol=BTCUSDT/)
  t.match(call('GET /api/v3/myTrades'), /limit=100/)
  t.match(call('GET /api/v3/account'), /omitZeroBalances=true/)
  const stamp = Number(/timestamp=(\d+)/.exec(call('GET /api/v3/account'))?.[1])
  t.ok(Math.abs(stamp - rig.nowUs / 1000 - 5_000) < 200)
})

t.test('a symbol that the venue does not know is left out, the others trade', async (t) => {
  const rig = new Rig({ over: { symbols: ['BTCUSDT', 'NOPE'] } })
  rig.venue.script.push({ call: 'GET /api/v3/exchangeInfo', result: refused(400, -1121, 'Invalid symbol.') })
  rig.start()
  t.equal(rig.state.phase, 'ready')
  t.same([...rig.state.instruments.keys()], ['NOPE'])
  t.match(rig.request('order.submit', intent()), { ok: false, error: { code: 'VALIDATION', message: /UNKNOWN_SYMBOL/ } })
})

t.test('an order that is not in the list is asked for singly', async (t) => {
  const rig = new Rig().start()
  const id = rig.submit()
  rig.run(10_000)
  rig.venue.orders.delete(id)
  const next = rig.restart(2)
  t.equal(next.state.phase, 'ready')
  t.equal(next.order(id).status, 'WORKING')
  next.run(30_000_000)
  t.match(next.order(id), { status: 'CANCELED', reason: 'VENUE_LOST', flags: ['VENUE_LOST'], settled: true })
})
