import type { Test } from 'tap'
import type { OpenBench } from './bench.ts'
import { ExecDesk } from './exec-desk.ts'

const FAR_STEP_US = 1_000_000

type Scenario = (t: Test, open: OpenBench) => void

const deskOn = (open: OpenBench): ExecDesk => new ExecDesk(open()).start()

const life: Scenario = (t, open) => {
  t.test('agrees with the venue, places, and books each fill once', async (t) => {
    const desk = deskOn(open)
    t.equal(desk.state.phase, 'ready')
    const id = desk.submit()
    desk.run(200)
    t.match(desk.order(id), { status: 'WORKING', settled: false })
    desk.bench.hit('sell', desk.bench.price, desk.bench.half)
    desk.run(100)
    t.match(desk.order(id), { status: 'PARTIAL', filledQty: desk.bench.half })
    desk.bench.hit('sell', desk.bench.price, desk.bench.half)
    desk.run(3_000)
    t.match(desk.order(id), { status: 'FILLED', filledQty: desk.bench.qty, settled: true })
    t.equal(desk.state.registry.fillsCount, 2)
    t.equal(desk.state.illegalCount, 0)
  })
  t.test('an order that takes at once ends settled', async (t) => {
    const desk = deskOn(open)
    desk.bench.hit('sell', desk.bench.price, desk.bench.qty)
    const id = desk.submit()
    desk.run(3_000)
    t.match(desk.order(id), { status: 'FILLED', filledQty: desk.bench.qty, settled: true })
  })
  t.test('a cancel ends the order, and stopping leaves none behind', async (t) => {
    const desk = deskOn(open)
    const [first, second] = [desk.submit(), desk.submit({ side: 'sell', price: '60000', qty: desk.bench.half })]
    desk.run(200)
    desk.cancel(first)
    desk.run(500)
    t.match(desk.order(first), { status: 'CANCELED', pending: 'none', settled: true })
    desk.offer({ type: 'stop' })
    desk.run(1_000)
    t.match(desk.order(second), { status: 'CANCELED' })
    t.equal(desk.state.phase, 'stopped')
  })
}

const unknown: Scenario = (t, open) => {
  t.test('an order whose answer is lost is found, and never sent again', async (t) => {
    const desk = deskOn(open)
    desk.way = (id) => (id.startsWith('new|') ? 'executed' : 'through')
    const id = desk.submit()
    desk.run(4_000)
    t.match(desk.order(id), { status: 'WORKING' })
    t.equal(desk.sentCount(id), 1)
  })
  t.test('an order that never arrived is proved never to have, with the stream up or down', async (t) => {
    for (const isCut of [false, true]) {
      const desk = deskOn(open)
      desk.way = (id) => (id.startsWith('new|') ? 'unheard' : 'through')
      const id = desk.submit()
      desk.run(1_000)
      if (isCut) desk.cutStream()
      desk.run(10_000)
      t.equal(desk.order(id).status, 'UNKNOWN', 'before the deadline nothing is proved')
      desk.run(25_000)
      t.equal(desk.order(id).status, 'NOT_RECEIVED')
      t.equal(desk.sentCount(id), 1)
    }
  })
  t.test('what was filled while neither answer nor stream came is found', async (t) => {
    const desk = deskOn(open)
    desk.bench.hit('sell', desk.bench.price, desk.bench.qty)
    desk.way = (id) => (id.startsWith('new|') ? 'executed' : 'through')
    const id = desk.submit()
    desk.run(20)
    desk.cutStream()
    desk.run(20_000)
    t.match(desk.order(id), { status: 'FILLED', filledQty: desk.bench.qty, settled: true })
    t.equal(desk.state.registry.fillsCount, 1)
  })
  t.test('a cancel of an order that is unknown goes out once it is found', async (t) => {
    const desk = deskOn(open)
    desk.way = (id) => (id.startsWith('new|') ? 'executed' : 'through')
    const id = desk.submit()
    desk.run(2_100)
    desk.cancel(id)
    desk.run(5_000)
    t.match(desk.order(id), { status: 'CANCELED' })
  })
  t.test('a new incarnation takes over what the old one left', async (t) => {
    const first = deskOn(open)
    const [resting, filled] = [first.submit(), first.submit({ side: 'sell', price: '60000' })]
    first.run(200)
    first.bench.hit('buy', '60000', first.bench.qty)
    const lost = first.submit({ price: '49000' })
    first.run(1)
    const second = first.restart(2)
    second.run(20_000)
    t.match(second.order(resting), { status: 'WORKING' })
    t.match(second.order(filled), { status: 'FILLED', settled: true })
    t.notMatch(second.order(lost).status, /SENT|UNKNOWN/)
    t.equal(second.sentCount(lost), 0)
  })
}

const streams: Scenario = (t, open) => {
  t.test('a stream that the venue ends is opened again', async (t) => {
    const desk = deskOn(open)
    const { streamKey } = desk.bench.orders
    if (streamKey === undefined) return
    desk.run(streamKey.keepEveryMs * 2.5, FAR_STEP_US)
    t.equal(desk.opened.length, 1, 'kept alive')
    t.ok(desk.calls.some((id) => id.startsWith('streamKey|')))
    desk.way = (id) => (id.startsWith('streamKey|') ? 'unheard' : 'through')
    desk.run(streamKey.keepEveryMs * 3, FAR_STEP_US)
    t.ok(desk.opened.length > 1, 'a key that was not kept ends, and there is another')
    t.equal(desk.state.phase, 'ready')
    const id = desk.submit()
    desk.run(200)
    desk.bench.hit('sell', desk.bench.price, desk.bench.qty)
    desk.run(200)
    t.match(desk.order(id), { status: 'FILLED', settled: true }, 'the new stream is heard')
  })
}

const deadMan: Scenario = (t, open) => {
  if (open().orders.deadMan === undefined) return
  t.test('orders rest while exec renews the countdown, and go when it does not', async (t) => {
    const desk = deskOn(open)
    const id = desk.submit()
    desk.run(60_000)
    t.match(desk.order(id), { status: 'WORKING' }, 'four lengths of the countdown later')
    const { calls } = desk
    t.ok(calls.filter((call) => call.startsWith('deadMan|')).length >= 12)
    desk.isPaused = true
    desk.run(9_000)
    t.equal(openCount(desk), 1, 'not before the time is over')
    desk.run(7_000)
    t.equal(openCount(desk), 0, 'the venue cancels')
    desk.isPaused = false
    desk.run(1_000)
    t.match(desk.order(id), { status: 'CANCELED' }, 'and exec hears of it')
  })
  t.test('without an open order the countdown is taken back', async (t) => {
    const desk = deskOn(open)
    desk.cancel(desk.submit())
    desk.run(12_000)
    t.equal(desk.state.deadMan.size, 0)
    const count = desk.calls.length
    desk.bench.hit('buy', desk.bench.price, desk.bench.qty)
    desk.run(8_000)
    t.notOk(desk.calls.slice(count).some((call) => call.startsWith('deadMan|')))
  })
}

const openCount = ({ bench }: ExecDesk): number => {
  const answer = bench.orders.readOrders(bench.call(bench.orders.openOrders(bench.symbol, { serverMs: bench.nowMs, recvWindowMs: 2_000 })))
  return answer.kind === 'found' ? answer.value.length : -1
}

/** What exec makes of a venue, whichever it is. */
export const execConformance = (t: Test, name: string, open: OpenBench): void => {
  t.test(`exec on ${name}`, async (t) => {
    for (const scenario of [life, unknown, streams, deadMan]) scenario(t, open)
  })
}
