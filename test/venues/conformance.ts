import type { Test } from 'tap'
import type { NewOrder, StreamMessage, VenueFill } from '../../src/lib/venues/orders.ts'
import { canceled, freshId, heardBy, listen, type OpenBench, orderFor, placed, queried, rested, type VenueBench, validityOf } from './bench.ts'

type Scenario = (t: Test, open: OpenBench) => void

const fillsOf = (messages: readonly StreamMessage[]): VenueFill[] =>
  messages.flatMap((message) => (message.kind === 'order' && message.fill !== null ? [message.fill] : []))

const statusesOf = (messages: readonly StreamMessage[], clientOrderId: string): string[] =>
  messages.flatMap((message) => (message.kind === 'order' && message.report.clientOrderId === clientOrderId ? [message.report.status] : []))

const tradesOf = (bench: VenueBench, query: { readonly fromTradeId?: number; readonly venueOrderId?: string; readonly limitCount?: number } = {}) => {
  const { orders, symbol } = bench
  const { fromTradeId, venueOrderId, limitCount = 100 } = query
  const page = { symbol, limitCount }
  const asked = fromTradeId !== undefined ? { ...page, fromTradeId } : venueOrderId !== undefined ? { ...page, venueOrderId } : page
  const answer = orders.readTrades(bench.call(orders.trades(asked, validityOf(bench))))
  if (answer.kind !== 'found') throw new Error(answer.reason)
  return answer.value
}

const markOf = (bench: VenueBench, fill: VenueFill): number => (bench.orders.traits.pagesTradesBy === 'id' ? Number(fill.tradeId) : fill.venueMs)

const same = ({ tradeId, price, qty, side, venueOrderId }: VenueFill) => ({ tradeId, price, qty, side, venueOrderId })

const openOf = (bench: VenueBench) => {
  const answer = bench.orders.readOrders(bench.call(bench.orders.openOrders(bench.symbol, validityOf(bench))))
  if (answer.kind !== 'found') throw new Error(answer.reason)
  return answer.value
}

/** What each type becomes: alone in the book, and where somebody rests at the price. */
const BY_TYPE: Readonly<Record<string, readonly [alone: string, taking: string]>> = {
  limit: ['WORKING', 'FILLED'],
  limitMaker: ['WORKING', 'rejected'],
  market: ['EXPIRED', 'FILLED'],
}

/** A buy that waits for its condition above or below the price. */
const CONDITIONS: Readonly<Record<string, { readonly stopPrice: string; readonly hasPrice: boolean }>> = {
  stop: { stopPrice: '60000', hasPrice: false },
  stopLimit: { stopPrice: '60000', hasPrice: true },
  takeProfit: { stopPrice: '40000', hasPrice: false },
  takeProfitLimit: { stopPrice: '40000', hasPrice: true },
}

const outcomeOf = (bench: VenueBench, order: NewOrder): string => {
  const answer = placed(bench, order)
  return answer.kind === 'accepted' ? answer.report.status : answer.kind
}

const types: Scenario = (t, open) => {
  t.test('takes every type that it says it knows, resting and taking', async (t) => {
    for (const type of open().orders.traits.types) {
      const expected = BY_TYPE[type]
      if (expected === undefined) continue
      const wish = (bench: VenueBench) => orderFor(bench, { type, price: type === 'market' ? null : bench.price })
      const taking = open()
      taking.hit('sell', taking.price, taking.qty)
      t.equal(outcomeOf(taking, wish(taking)), expected[1], `${type} that takes`)
      if (type === 'market') continue
      const alone = open()
      t.equal(outcomeOf(alone, wish(alone)), expected[0], `${type} alone`)
    }
  })
  t.test('a conditional order waits in the list of open ones, and can be canceled', async (t) => {
    for (const type of open().orders.traits.types) {
      const condition = CONDITIONS[type]
      if (condition === undefined) continue
      const bench = open()
      const { stopPrice, hasPrice } = condition
      const report = rested(bench, { type, stopPrice, price: hasPrice ? bench.price : null })
      t.match(openOf(bench), [{ clientOrderId: report.clientOrderId, type, stopPrice, status: 'WORKING' }], type)
      t.match(canceled(bench, report), { kind: 'accepted', report: { status: 'CANCELED' } })
    }
  })
  t.test('immediate orders end with what they got', async (t) => {
    const bench = open()
    bench.hit('sell', bench.price, bench.half)
    t.match(placed(bench, orderFor(bench, { tif: 'fok' })), { kind: 'accepted', report: { status: 'EXPIRED', cumQty: '0' } }, 'all or nothing')
    t.match(placed(bench, orderFor(bench, { tif: 'ioc' })), { kind: 'accepted', report: { status: 'EXPIRED', cumQty: bench.half } }, 'what there was')
    t.strictSame(openOf(bench), [])
  })
}

const ids: Scenario = (t, open) => {
  t.test('acknowledges an order under our id, and takes that id once', async (t) => {
    const bench = open()
    const order = orderFor(bench)
    const first = placed(bench, order)
    t.match(first, { kind: 'accepted', report: { ...order, status: 'WORKING', cumQty: '0' }, fills: [] })
    t.match(placed(bench, order), { kind: 'duplicate' })
    t.match(openOf(bench), [{ clientOrderId: order.clientOrderId, status: 'WORKING' }], 'it rests once')
  })
  t.test('an order that it does not know is unknown, to questions and to cancels', async (t) => {
    const bench = open()
    const named = { clientOrderId: freshId(), venueOrderId: '987654' }
    t.match(queried(bench, named), { kind: 'unknownOrder' })
    t.match(canceled(bench, named), { kind: 'unknownOrder' })
  })
  t.test('an answer that is lost leaves an order that can be found', async (t) => {
    const bench = open()
    const { orders } = bench
    const order = orderFor(bench)
    bench.call(orders.place(order, validityOf(bench)))
    t.match(orders.readPlaced({ ok: false, sent: true, reason: 'no answer', sentMonoUs: 0 }), { kind: 'ambiguous' })
    t.match(orders.readPlaced({ ok: false, sent: false, reason: 'refused', sentMonoUs: 0 }), { kind: 'notSent' })
    const [found] = openOf(bench)
    t.match(found, { clientOrderId: order.clientOrderId, price: order.price, qty: order.qty, side: 'buy' })
    if (found !== undefined) t.match(queried(bench, found), { kind: 'found', value: { clientOrderId: order.clientOrderId, status: 'WORKING' } })
  })
}

const fills: Scenario = (t, open) => {
  t.test('a resting order is filled in parts, and stream, query and trades agree', async (t) => {
    const bench = open()
    listen(bench)
    const report = rested(bench)
    bench.hit('sell', bench.price, bench.half)
    t.match(queried(bench, report), { kind: 'found', value: { status: 'PARTIAL', cumQty: bench.half } })
    bench.advance(10)
    bench.hit('sell', bench.price, bench.half)
    t.match(queried(bench, report), { kind: 'found', value: { status: 'FILLED', cumQty: bench.qty } })
    const streamed = fillsOf(heardBy(bench))
    const listed = tradesOf(bench)
    t.equal(listed.length, 2)
    t.strictSame(streamed.map(same), listed.map(same), 'both tell the same fills in the same order')
    t.match(listed, [{ liquidity: 'maker', qty: bench.half, price: bench.price, side: 'buy' }, {}])
    t.strictSame(statusesOf(heardBy(bench), report.clientOrderId), ['WORKING', 'PARTIAL', 'FILLED'])
    t.ok(heardBy(bench).some(({ kind }) => kind === 'balances'))
    t.notOk(heardBy(bench).some(({ kind }) => kind === 'malformed'))
  })
  t.test('an order that takes is filled, whoever tells it', async (t) => {
    const bench = open()
    listen(bench)
    bench.hit('sell', bench.price, bench.qty)
    const order = orderFor(bench)
    const answer = placed(bench, order)
    t.match(answer, { kind: 'accepted', report: { status: 'FILLED', cumQty: bench.qty } })
    const streamed = fillsOf(heardBy(bench))
    t.match(streamed, [{ liquidity: 'taker', qty: bench.qty }])
    if (answer.kind === 'accepted' && answer.fills.length > 0) t.strictSame(answer.fills.map(same), streamed.map(same))
  })
  t.test('trades come page by page, oldest first, each once', async (t) => {
    const bench = open()
    const report = rested(bench, { qty: bench.qty })
    for (let index = 0; index < 2; index += 1) {
      bench.hit('sell', bench.price, bench.half)
      bench.advance(10)
    }
    const [first, second] = tradesOf(bench)
    bench.advance(10)
    rested(bench)
    bench.hit('sell', bench.price, bench.qty)
    if (first === undefined || second === undefined) throw new Error('two fills are missing')
    t.strictSame(tradesOf(bench, { fromTradeId: markOf(bench, first), limitCount: 1 }), [first])
    t.strictSame(tradesOf(bench, { fromTradeId: markOf(bench, first) + 1, limitCount: 1 }), [second])
    t.equal(tradesOf(bench, { fromTradeId: markOf(bench, second) + 1 }).length, 1, 'the fill of another order')
    t.equal(tradesOf(bench, { limitCount: 2 }).at(-1)?.qty, bench.qty, 'the newest where no mark is named')
    if (bench.orders.traits.listsTradesOfOrder) t.strictSame(tradesOf(bench, { venueOrderId: report.venueOrderId }), [first, second])
  })
}

const cancels: Scenario = (t, open) => {
  t.test('a cancel ends an order once, and keeps what was filled', async (t) => {
    const bench = open()
    listen(bench)
    const report = rested(bench)
    bench.hit('sell', bench.price, bench.half)
    t.match(canceled(bench, report), { kind: 'accepted', report: { clientOrderId: report.clientOrderId, status: 'CANCELED', cumQty: bench.half } })
    t.match(canceled(bench, report), { kind: 'unknownOrder' })
    t.match(queried(bench, report), { kind: 'found', value: { status: 'CANCELED', cumQty: bench.half } })
    t.strictSame(openOf(bench), [])
    t.strictSame(statusesOf(heardBy(bench), report.clientOrderId), ['WORKING', 'PARTIAL', 'CANCELED'])
  })
  t.test('a cancel that comes after the last fill finds nothing, and the order is filled', async (t) => {
    const bench = open()
    const report = rested(bench)
    bench.hit('sell', bench.price, bench.qty)
    t.match(canceled(bench, report), { kind: 'unknownOrder' })
    t.match(queried(bench, report), { kind: 'found', value: { status: 'FILLED', cumQty: bench.qty } })
  })
}

const refusals: Scenario = (t, open) => {
  t.test('orders against the rules are refused, with a reason, and leave nothing', async (t) => {
    const bench = open()
    const wishes: Partial<NewOrder>[] = [{ price: bench.badPrice }, { qty: '0.0000001' }, { qty: bench.hugeQty }]
    for (const wish of wishes) t.match(placed(bench, orderFor(bench, wish)), { kind: 'rejected', reason: /\S/ }, JSON.stringify(wish))
    t.strictSame(openOf(bench), [])
  })
  t.test('a request that is too old is an error of the clock', async (t) => {
    const bench = open()
    const { orders, nowMs } = bench
    t.match(orders.readPlaced(bench.call(orders.place(orderFor(bench), { serverMs: nowMs - 10_000, recvWindowMs: 2_000 }))), { kind: 'clock' })
    t.strictSame(openOf(bench), [])
  })
}

const limits: Scenario = (t, open) => {
  t.test('above the request weight it says how long to be silent, and who goes on is banned', async (t) => {
    const bench = open({ weightCount: 120 })
    const ask = () => bench.orders.readAccount(bench.call(bench.orders.account(validityOf(bench))))
    const answers = Array.from({ length: 60 }, ask).filter(({ kind }) => kind !== 'found')
    t.match(answers[0], { kind: 'rateLimited' })
    t.ok(answers.every((answer) => answer.kind === 'rateLimited' && (answer.retryAfterMs ?? 0) > 0))
    t.match(answers.at(-1), { limit: 'ban' })
  })
  t.test('above the order count only new orders are held back', async (t) => {
    const bench = open({ ordersCount: 3 })
    const reports = [rested(bench), rested(bench), rested(bench)]
    t.match(placed(bench, orderFor(bench)), { kind: 'rateLimited', limit: 'orders' })
    t.match(canceled(bench, reports[0] ?? rested(bench)), { kind: 'accepted' })
  })
  t.test('limits are listed, and answers tell what is used', async (t) => {
    const bench = open({ weightCount: 1_000 })
    const { orders } = bench
    const listed = orders.readLimits(bench.call(orders.instruments(bench.symbol)))
    t.ok(listed.some(({ kind, limitCount }) => kind === 'weight' && limitCount === 1_000))
    t.ok(listed.some(({ kind }) => kind === 'orders'))
    const before = orders.readUsage(bench.call(orders.time())).find(({ kind }) => kind === 'weight')?.usedCount ?? -1
    const { cost } = orders.account(validityOf(bench))
    const after = orders.readUsage(bench.call(orders.account(validityOf(bench)))).find(({ kind }) => kind === 'weight')?.usedCount ?? -1
    t.equal(after - before, cost.weight, 'a question costs what the adapter says')
  })
}

const questions: Scenario = (t, open) => {
  t.test('tells its clock, its rules and what the account holds', async (t) => {
    const bench = open()
    const { orders, symbol, nowMs } = bench
    const time = orders.readTime(bench.call(orders.time()))
    t.ok(time.kind === 'found' && Math.abs(time.value - nowMs) < 1_000)
    const rules = orders.readInstruments(bench.call(orders.instruments(symbol)))
    t.ok(rules.kind === 'found' && rules.value.some((instrument) => instrument.symbol === symbol && instrument.status === 'trading'))
    const account = orders.readAccount(bench.call(orders.account(validityOf(bench))))
    t.ok(account.kind === 'found' && account.value.some(({ asset, free }) => asset === 'USDT' && free === '100000'))
    t.equal(orders.readHealth(bench.call(orders.time())), 'ok')
    t.equal(orders.readHealth({ ok: false, sent: true, reason: 'no answer', sentMonoUs: 0 }), 'failure')
  })
  t.test('a stream that the venue ends says so', async (t) => {
    const bench = open()
    listen(bench)
    if (bench.endStream()) t.equal(heardBy(bench).at(-1)?.kind, 'ended')
    t.equal(bench.orders.readStream('{"').kind, 'malformed')
  })
}

const deadMan: Scenario = (t, open) => {
  const { deadMan: known } = open().orders
  if (known === undefined) return
  t.test('the dead man cancels what rests, unless it is renewed or taken back', async (t) => {
    const bench = open()
    const { orders, symbol } = bench
    const arm = (ms: number) => t.strictSame(known.readArmed(bench.call(known.arm(symbol, ms, validityOf(bench)))), { kind: 'found', value: true })
    rested(bench)
    arm(1_000)
    bench.advance(900)
    arm(1_000)
    bench.advance(900)
    t.equal(openOf(bench).length, 1, 'renewed')
    arm(0)
    bench.advance(5_000)
    t.equal(openOf(bench).length, 1, 'taken back')
    arm(1_000)
    bench.advance(1_100)
    t.strictSame(openOf(bench), [], `run out on ${orders.name}`)
  })
}

const SCENARIOS: readonly Scenario[] = [questions, types, ids, fills, cancels, refusals, limits, deadMan]

/** What every adapter must make of a venue that speaks its protocol. */
export const conformance = (t: Test, name: string, open: OpenBench): void => {
  t.test(name, async (t) => {
    for (const scenario of SCENARIOS) scenario(t, open)
  })
}
