import { must } from '../../lib/base/assert.ts'
import { toMoney } from '../../lib/base/money.ts'
import { fromMs } from '../../lib/base/time.ts'
import type { Fill, Order } from '../../lib/contracts/exec.ts'
import type { OrderEvent } from '../../lib/model/order-table.ts'
import type { VenueFill } from '../../lib/venues/orders.ts'
import { changeOrder } from './changes.ts'
import { fillKey, fillText } from './fold.ts'
import { announceFill } from './outbox.ts'
import type { Entry } from './registry.ts'
import { type Turn, warn } from './turn.ts'

const fillOf = (turn: Turn, entry: Entry, fill: VenueFill): Fill => {
  const { order } = entry
  const instrument = turn.state.instruments.get(fill.symbol)
  const quoteAsset = instrument?.quoteAsset ?? ''
  return {
    clientOrderId: order.clientOrderId,
    strategyId: order.strategyId,
    symbol: fill.symbol,
    venueOrderId: fill.venueOrderId,
    tradeId: fill.tradeId,
    side: fill.side,
    price: fill.price,
    qty: fill.qty,
    fee: fill.fee,
    feeAsset: fill.feeAsset === '' ? quoteAsset : fill.feeAsset,
    baseAsset: instrument?.baseAsset ?? fill.symbol,
    quoteAsset,
    liquidity: fill.liquidity,
    eventUs: fromMs(fill.venueMs),
  }
}

/** An order for an amount of quote ends when the venue says so. */
const eventInQuote = ({ filledQuote, status }: Order, quoteQty: string): OrderEvent => {
  if (toMoney(filledQuote) > toMoney(quoteQty)) return 'overfill'
  return status === 'FILLED' ? 'duplicate' : 'fill'
}

/** Which event a fill is, after it was added: an order that the venue already called filled only gets what was missing. */
const eventOf = ({ order }: Entry): OrderEvent => {
  const filled = toMoney(order.filledQty)
  const qty = toMoney(order.qty)
  if (order.quoteQty !== undefined) return eventInQuote(order, order.quoteQty)
  if (filled > qty) return 'overfill'
  if (order.status === 'FILLED') return 'duplicate'
  return filled === qty ? 'fillLast' : 'fill'
}

/** Applies a fill once, whoever told us and however often; false when it was known. */
export const applyFill = (turn: Turn, clientOrderId: string, venueFill: VenueFill): boolean => {
  const { registry } = turn.state
  const before = must(registry.entries.get(clientOrderId), `order '${clientOrderId}'`)
  const fill = fillOf(turn, before, venueFill)
  const key = fillKey(fill)
  if (turn.seenFill(key, registry.fills)) {
    turn.state.duplicatesCount += 1
    checkAgain(turn, key, fill)
    return false
  }
  announceFill(turn, fill, before.correlationId)
  noteRest(turn, clientOrderId)
  const after = must(registry.entries.get(clientOrderId), `order '${clientOrderId}'`)
  changeOrder(turn, clientOrderId, { event: eventOf(after), always: true })
  return true
}

/** How long the order rested before its first fill. */
const noteRest = ({ state, nowUs }: Turn, clientOrderId: string): void => {
  const ackedUs = state.ackedUs.get(clientOrderId)
  state.ackedUs.delete(clientOrderId)
  if (ackedUs !== undefined) state.ackToFillUs.record(nowUs - ackedUs)
}

const checkAgain = (turn: Turn, key: string, fill: Fill): void => {
  const known = turn.state.registry.fills.get(key)
  if (known === undefined || known === fillText(fill)) return
  turn.state.mismatchesCount += 1
  warn(turn, 'fill told twice in different words, the first one stays', { key, known, heard: fillText(fill) })
}
