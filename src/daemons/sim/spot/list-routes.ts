import { money } from '../../../lib/base/units.ts'
import { msOf } from '../events.ts'
import type { Market } from '../market/market.ts'
import { lockedBy } from '../trading/amounts.ts'
import { listMax } from '../trading/filters.ts'
import type { OrderList } from '../trading/order-list.ts'
import { readWish } from '../trading/order-wish.ts'
import type { OrderWish } from '../trading/orders.ts'
import { assertPair, legParams } from './list-legs.ts'
import { listReport, listText } from './list-texts.ts'
import { refusals } from './refusal.ts'
import { type AccountCall, namedMarket, type Reply, type Route } from './route.ts'
import { readLimit, readWindow } from './windows.ts'
import { checkWish } from './wish-filters.ts'

type Given = Readonly<Record<string, string | undefined>>

/** A call that places a list, and its market. */
interface Placing {
  readonly call: AccountCall
  readonly market: Market
}

const legOf = ({ call, market }: Placing, prefix: string, given: Given): OrderWish => {
  const { venue, account, params } = call
  const wish = readWish(legParams(params, prefix, given), { account: account.name, market, spareId: `sim${venue.store.lastOrderId + 1}${prefix}` })
  checkWish(call, wish, market)
  return wish
}

/** Two orders of which one trades: only the dearer one locks. */
const pairOf = (placing: Placing, prefix: string, given: Given): readonly OrderWish[] => {
  const nameOf = (place: string): string => (prefix === '' ? place.toLowerCase() : `${prefix}${place}`)
  const [above, below] = [legOf(placing, nameOf('Above'), given), legOf(placing, nameOf('Below'), given)]
  assertPair(above, below)
  const cost = (wish: OrderWish): bigint => lockedBy(wish, wish.lots, wish.stop !== undefined)
  const isAboveDearer = cost(above) >= cost(below)
  return [isAboveDearer ? above : { ...above, lockAtFirst: money(0n) }, isAboveDearer ? { ...below, lockAtFirst: money(0n) } : below]
}

/** What a kind of list is made of. */
type Plan = (placing: Placing) => { readonly working: OrderWish | null; readonly others: readonly OrderWish[]; readonly takesAll?: boolean }

const workingOf = (placing: Placing): OrderWish => {
  const working = legOf(placing, 'working', {})
  if (working.type === 'market' || working.stop !== undefined) throw refusals.composition()
  return working
}

const pendingGiven = ({ call }: Placing): Given => ({ side: call.params.need('pendingSide'), quantity: call.params.need('pendingQuantity') })
const broughtGiven = ({ call }: Placing): Given => ({ side: call.params.need('pendingSide'), quantity: call.params.need('workingQuantity') })

const PLANS: Readonly<Record<string, Plan>> = {
  oco: (placing) => ({
    working: null,
    others: pairOf(placing, '', { side: placing.call.params.need('side'), quantity: placing.call.params.need('quantity') }),
  }),
  oto: (placing) => ({ working: workingOf(placing), others: [legOf(placing, 'pending', {})] }),
  otoco: (placing) => ({ working: workingOf(placing), others: pairOf(placing, 'pending', pendingGiven(placing)) }),
  opo: (placing) => ({ working: workingOf(placing), others: [legOf(placing, 'pending', broughtGiven(placing))], takesAll: true }),
  opoco: (placing) => ({ working: workingOf(placing), others: pairOf(placing, 'pending', broughtGiven(placing)), takesAll: true }),
}

const openLists = ({ venue, account }: AccountCall, symbol?: string): OrderList[] =>
  venue.desk.lists.all.filter((list) => !list.isDone && list.account === account.name && (symbol === undefined || list.market.instrument.symbol === symbol))

const place =
  (plan: Plan) =>
  (call: AccountCall): Reply => {
    const { venue, params, account, turn } = call
    const market = namedMarket(call)
    const { working, others, takesAll = false } = plan({ call, market })
    if (openLists(call, market.instrument.symbol).length >= listMax) throw refusals.filter('MAX_NUM_ORDER_LISTS')
    venue.limiter.admitOrder(account.name, msOf(turn))
    for (const wish of working === null ? others : [working]) venue.desk.assertAcceptable(wish, market)
    const clientListId = params.get('listClientOrderId') ?? `list${venue.desk.lists.nextId}`
    const list = venue.desk.lists.place({ clientListId, account: account.name, market, working, others, takesAll }, turn)
    return { body: listReport(list), refund: true, orderCount: true }
  }

const namedList = (call: AccountCall, clientIdName: string): OrderList | undefined => {
  const { params, venue, account } = call
  const listId = params.whole('orderListId')
  const clientId = params.get(clientIdName)
  if (listId === undefined && clientId === undefined) throw refusals.eitherMissing(clientIdName, 'orderListId')
  return venue.desk.lists.all.findLast(
    (list) => list.account === account.name && (listId === undefined ? list.clientListId === clientId : list.listId === listId),
  )
}

const show = (call: AccountCall): Reply => {
  const list = namedList(call, 'origClientOrderId')
  if (list === undefined) throw refusals.noSuchOrder()
  return { body: listText(list) }
}

const cancel = (call: AccountCall): Reply => {
  namedMarket(call)
  const list = namedList(call, 'listClientOrderId')
  if (list === undefined || list.isDone) throw refusals.unknownOrder()
  const cancelId = call.params.get('newClientOrderId') ?? `cancelList${list.listId}`
  call.venue.desk.lists.cancel(list, cancelId, call.turn)
  return { body: listReport(list, cancelId), refund: true }
}

const listAll = (call: AccountCall): Reply => {
  const { params, venue, account } = call
  const fromId = params.whole('fromId')
  const window = readWindow(params)
  if (fromId !== undefined && window.isGiven) throw refusals.combination()
  const found = venue.desk.lists.all
    .filter((list) => list.account === account.name && list.listId >= (fromId ?? 0))
    .filter((list) => list.atMs >= window.fromMs && list.atMs <= window.toMs)
  return { body: found.slice(0, readLimit(params)).map(listText) }
}

const placing = Object.entries(PLANS).map(([name, plan]): [string, Route] => [
  `POST /api/v3/orderList/${name}`,
  { security: 'signed', weight: () => 1, run: place(plan) },
])

/** Endpoints of order lists. */
export const listRoutes: Readonly<Record<string, Route>> = {
  ...Object.fromEntries(placing),
  'GET /api/v3/orderList': { security: 'signed', weight: () => 4, run: show },
  'DELETE /api/v3/orderList': { security: 'signed', weight: () => 1, run: cancel },
  'GET /api/v3/allOrderList': { security: 'signed', weight: () => 20, run: listAll },
  'GET /api/v3/openOrderList': { security: 'signed', weight: () => 6, run: (call) => ({ body: openLists(call).map(listText) }) },
}
