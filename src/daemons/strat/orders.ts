import { formatMoney, toMoney } from '../../lib/base/money.ts'
import { add, type Money, negate, subtract, zeroMoney } from '../../lib/base/units.ts'
import type { Fill, Order, OrderChanged, OrderFilled } from '../../lib/contracts/exec.ts'
import type { StreamEvent } from '../../lib/contracts/stream.ts'
import type { Emit } from '../../lib/daemon/core.ts'
import { isLive } from '../../lib/model/order.ts'
import type { StratOut } from './events.ts'
import { requestCancel } from './requests.ts'
import type { StratState } from './state.ts'

const tells = (state: StratState): boolean => state.phase === 'running'

const onOrder = (state: StratState, order: Order, emit: Emit<StratOut>): void => {
  if (isLive(order.status)) state.orders.set(order.intentId, order)
  else state.orders.delete(order.intentId)
  const intent = state.intents.get(order.intentId)
  if (intent !== undefined) {
    intent.clientOrderId = order.clientOrderId
    intent.unansweredUs = null
    if (intent.cancelWanted && isLive(order.status)) requestCancel(state, order.intentId, emit)
    if (!isLive(order.status)) state.intents.delete(order.intentId)
  }
  if (tells(state)) emit({ type: 'runner.tell', message: { type: 'order', order } })
}

const positionAfter = (before: Money, fill: Fill): Money => {
  const qty = toMoney(fill.qty)
  const moved = add(before, fill.side === 'buy' ? qty : negate(qty))
  return fill.feeAsset === fill.baseAsset ? subtract(moved, toMoney(fill.fee)) : moved
}

const onFill = (state: StratState, fill: Fill, emit: Emit<StratOut>): void => {
  const position = positionAfter(state.positions.get(fill.symbol) ?? zeroMoney, fill)
  state.positions.set(fill.symbol, position)
  state.counters.fills += 1
  if (tells(state)) emit({ type: 'runner.tell', message: { type: 'fill', fill, position: formatMoney(position) } })
}

/** Applies one event of the execution stream; those of other strategies are passed over. */
export const onExecEvent = (state: StratState, event: StreamEvent, emit: Emit<StratOut>): void => {
  if (event.type === 'order.changed') {
    const { order } = event.body as OrderChanged
    if (order.strategyId === state.config.strategyId) onOrder(state, order, emit)
  } else if (event.type === 'order.filled') {
    const { fill } = event.body as OrderFilled
    if (fill.strategyId === state.config.strategyId) onFill(state, fill, emit)
  }
}
