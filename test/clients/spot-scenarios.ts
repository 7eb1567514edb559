import { formatMoney, multiply, toMoney } from '../../src/lib/base/money.ts'
import { money } from '../../src/lib/base/units.ts'
import { until } from '../kit/until.ts'
import { codeOf, type Rig, type Scenario } from './scenario.ts'
import type { Fill, Order, SpotClient } from './spot-client.ts'

const SYMBOL = 'BTCUSDT'
const QTY = '0.001'
/** Far below and above where the market trades. */
const LOW = '50000'
const HIGH = '70000'
const QUOTE = '50'

const sum = (texts: readonly string[]): string => formatMoney(texts.map(toMoney).reduce((a, b) => money(a + b), money(0n)))
const minus = (a: string, b: string): string => formatMoney(money(toMoney(a) - toMoney(b)))
const times = (a: string, b: string): string => formatMoney(multiply(toMoney(a), toMoney(b)))

const has = (levels: ReadonlyArray<readonly [string, string]>, price: string, qty: string): boolean =>
  levels.some(([levelPrice, levelQty]) => levelPrice === price && levelQty === qty)

const resting = (id: string): Partial<Order> => ({ id, side: 'buy', status: 'open', price: LOW, qty: QTY, filled: '0', cost: '0' })

const withRestingBuy = async ({ client }: Rig<SpotClient>, run: (order: Order) => Promise<void>): Promise<void> => {
  const order = await client.rest.place(SYMBOL, { side: 'buy', qty: QTY, price: LOW })
  await run(order)
}

/** What the venue's log says of the fills of an order, in the words of a client. */
const trueFills = ({ venue }: Rig<SpotClient>, orderId: string): Array<Omit<Fill, 'cost'>> =>
  venue
    .truth()
    .filter((record) => record.type === 'fill' && record.orderId === orderId)
    .map(({ tradeId, side, price, qty, fee, feeAsset, liquidity }) => ({
      ...({ tradeId, orderId, side, price, qty, fee, feeAsset } as Omit<Fill, 'cost' | 'isMaker'>),
      isMaker: liquidity === 'maker',
    }))

/** What a spot client does, each with the title of its test. */
export const spotScenarios: Readonly<Record<string, Scenario<SpotClient>>> = {
  'knows the market and its steps': async (t, { client }) => {
    const markets = await client.markets()
    t.strictSame(
      markets.filter(({ id }) => id === SYMBOL),
      [{ id: SYMBOL, base: 'BTC', quote: 'USDT', isActive: true, priceStep: '0.01', qtyStep: '0.00001' }],
    )
  },
  'sees the opening balances': async (t, { client }) => {
    t.match(await client.balances(), { USDT: { free: '100000', locked: '0' }, BTC: { free: '2', locked: '0' } })
  },
  'sees an order in the book over REST and in its stream, and sees it go': async (t, rig) => {
    const { client } = rig
    const stream = await client.watchBook(SYMBOL)
    await until('the streamed book has come', () => stream().asks.length > 0)
    await withRestingBuy(rig, async ({ id }) => {
      await until('the level is in the book', async () => has((await client.book(SYMBOL)).bids, LOW, QTY))
      await until('the level is in the stream', () => has(stream().bids, LOW, QTY))
      await client.rest.cancel(SYMBOL, id)
      await until('the level has left the stream', () => !has(stream().bids, LOW, QTY))
      t.notOk(has((await client.book(SYMBOL)).bids, LOW, QTY), 'the level has left the book')
    })
    const [bid, ask] = [stream().bids[0], stream().asks[0]]
    t.ok(Number(bid?.[0]) < Number(ask?.[0]), 'the streamed book is not crossed')
  },
  'sees its own trades among all trades': async (t, rig) => {
    const { client } = rig
    const prints = await client.watchTrades(SYMBOL)
    await until('the market trades', () => prints.length > 0, { withinMs: 20_000 })
    const { id } = await client.rest.place(SYMBOL, { side: 'buy', qty: QTY })
    const fills = (await client.fills(SYMBOL)).filter(({ orderId }) => orderId === id)
    t.ok(fills.length > 0)
    await until('every fill is printed', () =>
      fills.every(({ price, qty }) => prints.some((print) => print.price === price && print.qty === qty && print.side === 'buy')),
    )
  },
  'places, finds and cancels a resting order, and its money is locked while it rests': async (t, rig) => {
    const { client } = rig
    const before = await client.balances()
    await withRestingBuy(rig, async (order) => {
      t.match(order, resting(order.id))
      t.match(await client.rest.query(SYMBOL, order.id), resting(order.id))
      t.match(await client.openOrders(SYMBOL), [resting(order.id)])
      t.match((await client.balances()).USDT, { free: minus(before.USDT?.free ?? '0', QUOTE), locked: QUOTE })
      t.match(await client.rest.cancel(SYMBOL, order.id), { ...resting(order.id), status: 'canceled' })
      t.match(await client.rest.query(SYMBOL, order.id), { ...resting(order.id), status: 'canceled' })
      t.strictSame(await client.openOrders(SYMBOL), [])
      t.strictSame(await client.balances(), before)
    })
  },
  'takes from the book, and its fills, its money and its fees are what the venue wrote down': async (t, rig) => {
    const { client } = rig
    const before = await client.balances()
    const order = await client.rest.place(SYMBOL, { side: 'buy', qty: '0.01' })
    t.match(order, { side: 'buy', status: 'closed', qty: '0.01', filled: '0.01' })
    const fills = (await client.fills(SYMBOL)).filter(({ orderId }) => orderId === order.id)
    t.strictSame(
      fills.map(({ cost, ...fill }) => fill),
      trueFills(rig, order.id),
    )
    for (const { price, qty, cost, fee, feeAsset } of fills) {
      t.match({ cost, fee, feeAsset }, { cost: times(price, qty), fee: times(qty, '0.001'), feeAsset: 'BTC' })
    }
    const after = await client.balances()
    const cost = sum(fills.map((fill) => fill.cost))
    t.equal(order.cost, cost)
    t.equal(after.USDT?.free, minus(before.USDT?.free ?? '0', cost))
    t.equal(after.BTC?.free, minus(sum([before.BTC?.free ?? '0', '0.01']), sum(fills.map(({ fee }) => fee))))
  },
  'hears of its orders and balances while they change': async (t, rig) => {
    const { client } = rig
    const events = await client.watchUser(SYMBOL)
    const rested = await client.rest.place(SYMBOL, { side: 'buy', qty: QTY, price: LOW })
    await until('the order is told', () => events.orders.some(({ id, status }) => id === rested.id && status === 'open'))
    await until('the lock is told', () => events.balanceOf('USDT')?.locked === QUOTE)
    await client.rest.cancel(SYMBOL, rested.id)
    const canceled = await until('the cancel is told', () => events.orders.find(({ id, status }) => id === rested.id && status === 'canceled'))
    t.match(canceled, { side: 'buy', price: LOW, qty: QTY, filled: '0' })
    const taken = await client.rest.place(SYMBOL, { side: 'sell', qty: QTY })
    const filled = await until('the fill is told', () => events.orders.find(({ id, status }) => id === taken.id && status === 'closed'))
    t.match(filled, { side: 'sell', qty: QTY, filled: QTY, cost: taken.cost })
    const now = await client.balances()
    await until(
      'the stream tells the balances of the account',
      () => events.balanceOf('USDT')?.free === now.USDT?.free && events.balanceOf('BTC')?.free === now.BTC?.free,
    )
  },
  'places, finds and cancels over the WebSocket API': async (t, rig) => {
    const { socket, rest } = rig.client
    const order = await socket.place(SYMBOL, { side: 'buy', qty: QTY, price: LOW })
    t.match(order, resting(order.id))
    t.match(await socket.query(SYMBOL, order.id), resting(order.id))
    t.match(await rest.query(SYMBOL, order.id), resting(order.id))
    t.match(await socket.cancel(SYMBOL, order.id), { ...resting(order.id), status: 'canceled' })
    const taken = await socket.place(SYMBOL, { side: 'buy', qty: QTY })
    t.match(taken, { side: 'buy', status: 'closed', qty: QTY, filled: QTY })
    t.equal(sum(trueFills(rig, taken.id).map(({ price, qty }) => times(price, qty))), taken.cost)
  },
  'cancels all its orders and leaves those of others': async (t, { client, other }) => {
    const kept = await other.rest.place(SYMBOL, { side: 'buy', qty: QTY, price: LOW })
    await client.rest.place(SYMBOL, { side: 'buy', qty: QTY, price: LOW })
    await client.rest.place(SYMBOL, { side: 'sell', qty: QTY, price: HIGH })
    t.equal((await client.openOrders(SYMBOL)).length, 2)
    await client.cancelAll(SYMBOL)
    t.strictSame(await client.openOrders(SYMBOL), [])
    t.match(await other.openOrders(SYMBOL), [resting(kept.id)])
    await other.cancelAll(SYMBOL)
  },
  "is told the venue's own code when an order is refused": async (t, { client, other }) => {
    t.equal(await codeOf(client, () => client.rest.place(SYMBOL, { side: 'buy', qty: '3', price: '60000' })), -2010)
    t.equal(await codeOf(client, () => client.socket.place(SYMBOL, { side: 'buy', qty: '3', price: '60000' })), -2010)
    t.equal(await codeOf(client, () => client.rest.place(SYMBOL, { side: 'buy', qty: QTY, price: HIGH, isPostOnly: true })), -2010, 'it would take')
    t.equal(await codeOf(client, () => client.rest.place(SYMBOL, { side: 'buy', qty: '0.00001', price: LOW })), -1013, 'it is worth too little')
    t.equal(await codeOf(client, () => client.rest.cancel(SYMBOL, '999999')), -2011)
    t.equal(await codeOf(client, () => client.socket.cancel(SYMBOL, '999999')), -2011)
    t.equal(await codeOf(client, () => client.rest.query(SYMBOL, '999999')), -2013)
    const theirs = await other.rest.place(SYMBOL, { side: 'buy', qty: QTY, price: LOW })
    t.equal(await codeOf(client, () => client.rest.cancel(SYMBOL, theirs.id)), -2011, "another account's order does not exist")
    await other.cancelAll(SYMBOL)
  },
  'lets a stop order wait for its price': async (t, { client }) => {
    const order = await client.rest.place(SYMBOL, { side: 'sell', qty: QTY, price: '49000', stop: LOW })
    t.match(await client.rest.query(SYMBOL, order.id), { id: order.id, side: 'sell', status: 'open', price: '49000', qty: QTY, filled: '0' })
    t.match(await client.rest.cancel(SYMBOL, order.id), { id: order.id, status: 'canceled' })
  },
  'replaces one order by another': async (t, { client }) => {
    const first = await client.rest.place(SYMBOL, { side: 'buy', qty: QTY, price: LOW })
    const second = await client.replace(SYMBOL, first.id, { side: 'buy', qty: QTY, price: '49000' })
    t.match(await client.rest.query(SYMBOL, first.id), { ...resting(first.id), status: 'canceled' })
    t.match(await client.openOrders(SYMBOL), [{ ...resting(second.id), price: '49000' }])
    await client.rest.cancel(SYMBOL, second.id)
  },
  'reads the newest trades over REST': async (t, { client }) => {
    const { id } = await client.rest.place(SYMBOL, { side: 'buy', qty: QTY })
    const fills = (await client.fills(SYMBOL)).filter(({ orderId }) => orderId === id)
    const prints = await client.prints(SYMBOL)
    t.ok(fills.length > 0)
    for (const { price, qty } of fills) t.ok(prints.some((print) => print.price === price && print.qty === qty && print.side === 'buy'))
  },
  'places a pair of orders of which one cancels the other': async (t, { client }) => {
    const ids = await client.placePair(SYMBOL, { qty: QTY, above: HIGH, stop: LOW, below: '49000' })
    t.equal(ids.length, 2)
    const [first = ''] = ids
    t.strictSame((await client.openOrders(SYMBOL)).map(({ id }) => id).sort(), [...ids].sort())
    await client.rest.cancel(SYMBOL, first)
    await until('the other leg is gone too', async () => (await client.openOrders(SYMBOL)).length === 0)
    for (const id of ids) t.match(await client.rest.query(SYMBOL, id), { id, status: 'canceled', filled: '0' })
  },
}
