import process from 'node:process'
import { usToMs } from '../base/time.ts'
import { toLine } from '../codec/json.ts'
import type { Order } from '../contracts/exec.ts'
import type { Placed } from './order-placing.ts'

/** An order as the NDJSON record that users see; its type is `orderType`, because `type` names the record. */
export const orderRecord = ({ type: orderType, ...order }: Order): object => ({
  v: 1,
  type: 'order',
  ts: usToMs(order.updatedUs),
  src: 'exec',
  id: order.clientOrderId,
  orderType,
  ...order,
})

/** The same for the eyes, in one line. */
export const orderLine = (order: Order): string => {
  const { clientOrderId, status, pending, side, qty, filledQty, symbol, type, price, tif, reason } = order
  const state = pending === 'none' ? status : `${status} (${pending} pending)`
  return `${clientOrderId}  ${state.padEnd(12)}  ${side} ${qty} ${symbol} ${type}${price === null ? '' : ` ${price}`} ${tif}  filled ${filledQty}${reason === '' ? '' : `  ${reason}`}\n`
}

/** Prints one order: a line on a terminal, else a record. */
export const printOrder = (order: Order, json: boolean): void => {
  process.stdout.write(json || !process.stdout.isTTY ? toLine(orderRecord(order)) : orderLine(order))
}

/** What became of an intent: the order, or the refusal of one that became none. */
export const placedRecord = ({ order, error }: Placed, intentId: string): object => ({
  ...(order === null ? { v: 1, type: 'order.refused', intentId } : orderRecord(order)),
  ...(error === null ? {} : { error }),
})
