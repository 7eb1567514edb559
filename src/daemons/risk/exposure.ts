import { toMoney } from '../../lib/base/money.ts'
import { add, type Money, subtract, zeroMoney } from '../../lib/base/units.ts'
import type { Fill, Order } from '../../lib/contracts/exec.ts'
import { addTo, exactFill, positionChange } from '../../lib/model/fill.ts'
import { isExposed, type OrderStatus, type Side } from '../../lib/model/order.ts'

/** An order that can still move the position. */
export interface OpenOrder {
  readonly symbol: string
  readonly side: Side
  readonly qty: Money
  filled: Money
}

/** Positions and open orders as exec's stream tells them, and what was approved but not yet heard of. */
export interface ExposureBook {
  readonly positions: Map<string, Money>
  /** Approved orders of which exec has not said that they were sent, by client order id. */
  readonly reserved: Map<string, OpenOrder>
  readonly open: Map<string, OpenOrder>
}

/** Exposure of one symbol; all amounts in the base asset. */
export interface Exposure {
  readonly position: Money
  /** Remaining quantity of open and reserved buys. */
  readonly buys: Money
  readonly sells: Money
  /** Open and reserved orders. */
  readonly openCount: number
}

/** It never left, or the venue never took it: nothing can follow. */
const NEVER_LIVED: ReadonlySet<OrderStatus> = new Set(['DENIED', 'REJECTED', 'NOT_RECEIVED'])

const isOver = ({ status, settled }: Order): boolean => NEVER_LIVED.has(status) || (settled && !isExposed(status))

/** A terminal order whose fills are still missing stays at its full remainder; one not yet sent counts once it is reserved. */
export const followOrder = (book: ExposureBook, order: Order): void => {
  const { clientOrderId: id, symbol, side, status } = order
  const known = book.open.get(id) ?? book.reserved.get(id)
  if (status === 'NEW_LOCAL') return
  book.reserved.delete(id)
  if (isOver(order)) book.open.delete(id)
  else book.open.set(id, { symbol, side, qty: toMoney(order.qty), filled: known?.filled ?? zeroMoney })
}

/** A fill moves the position and takes as much from its order. */
export const followFill = (book: ExposureBook, fill: Fill): void => {
  const exact = exactFill(fill)
  addTo(book.positions, fill.symbol, positionChange(exact))
  const order = book.open.get(fill.clientOrderId) ?? book.reserved.get(fill.clientOrderId)
  if (order !== undefined) order.filled = add(order.filled, exact.qty)
}

const remaining = ({ qty, filled }: OpenOrder): Money => (filled < qty ? subtract(qty, filled) : zeroMoney)

/** Exposure of a symbol without the order that is asked about. */
export const exposureOf = (book: ExposureBook, symbol: string, exceptId: string): Exposure => {
  const sums = { buy: zeroMoney, sell: zeroMoney }
  let openCount = 0
  for (const orders of [book.reserved, book.open]) {
    for (const [id, order] of orders) {
      if (order.symbol !== symbol || id === exceptId) continue
      sums[order.side] = add(sums[order.side], remaining(order))
      openCount += 1
    }
  }
  return { position: book.positions.get(symbol) ?? zeroMoney, buys: sums.buy, sells: sums.sell, openCount }
}

/** Open and reserved orders of the account without the one that is asked about. */
export const openCountOf = ({ reserved, open }: ExposureBook, exceptId: string): number =>
  reserved.size + open.size - (reserved.has(exceptId) ? 1 : 0) - (open.has(exceptId) ? 1 : 0)
