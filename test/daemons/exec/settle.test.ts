import t from 'tap'
import { lost } from './paper-venue.ts'
import { Rig } from './rig.ts'

t.test('fills are asked for until an ended order is settled', async (t) => {
  const rig = new Rig().start()
  const id = rig.submit()
  rig.run(10_000)
  rig.venue.fill(id, '1', '1')
  rig.venue.script.push({ call: 'GET /api/v3/myTrades', result: lost })
  rig.text(rig.venue.report(id, { X: 'FILLED', T: 1_900_000_000_000 }))
  rig.run(1_000_000)
  t.match(rig.order(id), { status: 'FILLED', settled: false })
  rig.run(2_000_000)
  t.match(rig.order(id), { status: 'FILLED', settled: true, filledQty: '1' })
  const calls = rig.venue.calls.length
  rig.run(4_000_000)
  t.equal(rig.venue.calls.length, calls)
})

t.test('a fill that comes by itself spares the question', async (t) => {
  const rig = new Rig().start()
  const id = rig.submit()
  rig.run(10_000)
  const trade = rig.venue.fill(id, '1', '1')
  rig.text(rig.venue.report(id, { X: 'FILLED', T: 1_900_000_000_000 }))
  rig.text(rig.venue.tradeReport(id, trade))
  rig.run(3_000_000)
  t.match(rig.order(id), { status: 'FILLED', settled: true })
  t.equal(rig.venue.calls.filter((call) => call.includes('orderId=')).length, 0)
})

t.test('a fill that is found before the symbols are known waits for their assets', async (t) => {
  const rig = new Rig().start()
  const id = rig.submit()
  rig.run(1_500)
  t.equal(rig.order(id).status, 'SENT')
  rig.venue.fill(id, '1', '1')
  for (let count = 0; count < 4; count++) rig.venue.script.push({ call: 'GET /api/v3/time', result: lost })
  const next = rig.restart(2).run(8_000_000)
  t.match(next.order(id), { status: 'FILLED', settled: true })
  t.match(next.events('order.filled')[0]?.body, { fill: { baseAsset: 'BTC', quoteAsset: 'USDT' } })
})
