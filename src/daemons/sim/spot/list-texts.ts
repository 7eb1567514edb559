import type { OrderList } from '../trading/order-list.ts'
import { isOpen, type VenueOrder } from '../trading/orders.ts'
import { canceledText, orderText } from './order-texts.ts'

const names = ({ instrument, orderId, clientOrderId }: VenueOrder) => ({ symbol: instrument.symbol, orderId, clientOrderId })

const isOver = (list: OrderList): boolean => list.isDone || !list.orders.some(isOpen)

/** The user event for a change of an order list. */
export const listStatus = (list: OrderList, atMs: number) => ({
  e: 'listStatus',
  E: atMs,
  s: list.market.instrument.symbol,
  g: list.listId,
  c: list.contingency,
  l: list.isDone ? 'ALL_DONE' : 'EXEC_STARTED',
  L: list.isDone ? 'ALL_DONE' : 'EXECUTING',
  r: 'NONE',
  C: list.clientListId,
  T: atMs,
  O: list.orders.map(({ instrument, orderId, clientOrderId }) => ({ s: instrument.symbol, i: orderId, c: clientOrderId })),
})

/** An order list as the venue shows it. */
export const listText = (list: OrderList) => ({
  orderListId: list.listId,
  contingencyType: list.contingency,
  listStatusType: isOver(list) ? 'ALL_DONE' : 'EXEC_STARTED',
  listOrderStatus: isOver(list) ? 'ALL_DONE' : 'EXECUTING',
  listClientOrderId: list.clientListId,
  transactionTime: list.atMs,
  symbol: list.market.instrument.symbol,
  orders: list.orders.map(names),
})

/** Answer to a list that was placed, or canceled under an id: the list and its orders. */
export const listReport = (list: OrderList, cancelId?: string) => ({
  ...listText(list),
  orderReports: list.orders.map((order) => {
    if (cancelId !== undefined && order.status === 'CANCELED') return canceledText(order, cancelId)
    const { time: _time, updateTime, isWorking: _working, ...rest } = orderText(order)
    return { ...rest, transactTime: updateTime }
  }),
})
