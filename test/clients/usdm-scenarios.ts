import { until } from '../kit/until.ts'
import { codeOf, type Scenario } from './scenario.ts'
import type { Order } from './spot-client.ts'
import type { UsdmClient } from './usdm-client.ts'

const SYMBOL = 'BTCUSDT'
const QTY = '0.01'
/** Far below and above where the market trades. */
const LOW = '50000'
const HIGH = '70000'

const resting = (id: string): Partial<Order> => ({ id, side: 'buy', status: 'open', price: LOW, qty: QTY, filled: '0' })

/** What a client of futures does, each with the title of its test. */
export const usdmScenarios: Readonly<Record<string, Scenario<UsdmClient>>> = {
  'knows the market': async (t, { client }) => {
    const [market] = (await client.markets()).filter(({ id }) => id === SYMBOL)
    t.match(market, { base: 'BTC', quote: 'USDT', isActive: true })
    t.ok(Number(market?.priceStep) > 0 && Number(market?.qtyStep) > 0)
  },
  'has its leverage confirmed': async (t, { client }) => {
    t.equal(await client.setLeverage(SYMBOL, 20), 20)
    t.equal(await client.setLeverage(SYMBOL, 10), 10)
  },
  'follows the book by its stream': async (t, { client }) => {
    const book = await client.watchBook(SYMBOL)
    await until('the book has come', () => book().bids.length > 0 && book().asks.length > 0)
    const { id } = await client.place(SYMBOL, { side: 'buy', qty: QTY, price: LOW })
    await until('the level is there', () => book().bids.some(([price, qty]) => price === LOW && qty === QTY))
    await client.cancel(SYMBOL, id)
    await until('the level has gone', () => !book().bids.some(([price]) => price === LOW))
    t.ok(Number(book().bids[0]?.[0]) < Number(book().asks[0]?.[0]), 'the book is not crossed')
  },
  'places, finds and cancels a resting order': async (t, { client }) => {
    const order = await client.place(SYMBOL, { side: 'buy', qty: QTY, price: LOW })
    t.match(order, resting(order.id))
    t.match(await client.query(SYMBOL, order.id), resting(order.id))
    t.match(await client.openOrders(SYMBOL), [resting(order.id)])
    t.match(await client.cancel(SYMBOL, order.id), { ...resting(order.id), status: 'canceled' })
    t.strictSame(await client.openOrders(SYMBOL), [])
  },
  'opens a position and closes it with an order that only reduces': async (t, { client }) => {
    t.equal((await client.position(SYMBOL)).qty, '0')
    const { id } = await client.place(SYMBOL, { side: 'buy', qty: QTY })
    const opened = await client.query(SYMBOL, id)
    t.match(opened, { side: 'buy', status: 'closed', filled: QTY })
    const position = await client.position(SYMBOL)
    t.equal(position.qty, QTY)
    t.equal((Number(position.entry) * Number(QTY)).toFixed(4), Number(opened.cost).toFixed(4), 'the price of entry is what was paid')
    await client.place(SYMBOL, { side: 'sell', qty: QTY, isReduceOnly: true })
    t.equal((await client.position(SYMBOL)).qty, '0')
    t.equal(await codeOf(client, () => client.place(SYMBOL, { side: 'sell', qty: QTY, isReduceOnly: true })), -2022, 'there is nothing left to reduce')
  },
  'hears of its orders and its position by a listen key': async (t, { client }) => {
    const events = await client.watchUser(SYMBOL)
    const rested = await client.place(SYMBOL, { side: 'buy', qty: QTY, price: LOW })
    await until('the order is told', () => events.orders.some(({ id, status }) => id === rested.id && status === 'open'))
    await client.cancel(SYMBOL, rested.id)
    await until('the cancel is told', () => events.orders.some(({ id, status }) => id === rested.id && status === 'canceled'))
    const taken = await client.place(SYMBOL, { side: 'sell', qty: QTY })
    const filled = await until('the fill is told', () => events.orders.find(({ id, status }) => id === taken.id && status === 'closed'))
    t.equal(filled.filled, QTY)
    await until('the position is told', () => events.positionOf(SYMBOL) === `-${QTY}`)
    await client.place(SYMBOL, { side: 'buy', qty: QTY, isReduceOnly: true })
    await until('its end is told', () => events.positionOf(SYMBOL) === '0')
  },
  'places, lists and cancels a conditional order': async (t, { client }) => {
    const id = await client.placeConditional(SYMBOL, { side: 'sell', qty: QTY, trigger: LOW })
    t.strictSame(await client.conditionals(SYMBOL), [{ id, trigger: LOW }])
    t.strictSame(await client.openOrders(SYMBOL), [], 'it is no order yet')
    await client.cancelConditional(SYMBOL, id)
    t.strictSame(await client.conditionals(SYMBOL), [])
  },
  'cancels all its orders and leaves those of others': async (t, { client, other }) => {
    const kept = await other.place(SYMBOL, { side: 'buy', qty: QTY, price: LOW })
    await client.place(SYMBOL, { side: 'buy', qty: QTY, price: LOW })
    await client.place(SYMBOL, { side: 'sell', qty: QTY, price: HIGH })
    t.equal((await client.openOrders(SYMBOL)).length, 2)
    await client.cancelAll(SYMBOL)
    t.strictSame(await client.openOrders(SYMBOL), [])
    t.match(await other.openOrders(SYMBOL), [resting(kept.id)])
    await other.cancelAll(SYMBOL)
  },
  'has everything canceled when it falls silent': async (t, { client }) => {
    const order = await client.place(SYMBOL, { side: 'buy', qty: QTY, price: LOW })
    await client.setCountdown(SYMBOL, 60_000)
    await client.setCountdown(SYMBOL, 300)
    t.match(await client.query(SYMBOL, order.id), { status: 'open' })
    await until('the countdown has ended', async () => (await client.query(SYMBOL, order.id)).status === 'canceled')
    const next = await client.place(SYMBOL, { side: 'buy', qty: QTY, price: LOW })
    await client.setCountdown(SYMBOL, 0)
    t.match(await client.cancel(SYMBOL, next.id), { status: 'canceled' })
  },
  "is told the venue's own code when an order is refused": async (t, { client }) => {
    t.equal(await codeOf(client, () => client.place(SYMBOL, { side: 'buy', qty: '900', price: '60000' })), -2019)
    t.equal(await codeOf(client, () => client.cancel(SYMBOL, '999999')), -2011)
    t.equal(await codeOf(client, () => client.query(SYMBOL, '999999')), -2013)
  },
}
