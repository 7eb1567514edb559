import { msOf, type Turn } from '../events.ts'
import type { Market } from '../market/market.ts'
import { listStatus } from '../spot/list-texts.ts'
import type { OrderList } from './order-list.ts'
import type { OrderTaker } from './order-taker.ts'
import { isOpen, type OrderWish, type VenueOrder } from './orders.ts'

/** What a list consists of before it is placed. */
export interface ListWish {
  readonly clientListId: string
  readonly account: string
  readonly market: Market
  readonly working: OrderWish | null
  readonly others: readonly OrderWish[]
  readonly takesAll: boolean
}

/** What happens to an order, as far as its list cares: the first two before it does. */
export type Move = 'fills' | 'triggers' | 'filled' | 'ended'

/** All lists of all clients. */
export interface OrderLists {
  /** Every list that is still known, oldest first. */
  readonly all: readonly OrderList[]
  /** Id of the next list. */
  readonly nextId: number
  byId(listId: number): OrderList | undefined
  place(wish: ListWish, turn: Turn): OrderList
  /** Takes back a list of an earlier run. */
  restore(list: OrderList): void
  cancel(list: OrderList, cancelId: string, turn: Turn): void
  /** Open orders that make a pair with this one: they always have its quantity. */
  twinsOf(order: VenueOrder): VenueOrder[]
  moved(order: VenueOrder, move: Move, turn: Turn): void
  /** Begins orders whose first order is filled; true when there were any. */
  beginDue(turn: Turn): boolean
}

type Notify = (account: string, event: Readonly<Record<string, unknown>>, turn: Turn) => void
type Handler = (list: OrderList, order: VenueOrder, turn: Turn) => void

const LIST_MAX = 50_000

class ListBook implements OrderLists {
  nextId = 0
  readonly #lists = new Map<number, OrderList>()
  readonly #desk: OrderTaker
  readonly #notify: Notify
  #due: OrderList[] = []
  /** The list that ends its orders itself, as one of them trades or its client says so: the end of one does not end the others. */
  #ending: OrderList | null = null

  constructor(desk: OrderTaker, notify: Notify) {
    this.#desk = desk
    this.#notify = notify
  }

  get all(): readonly OrderList[] {
    return [...this.#lists.values()]
  }

  byId(listId: number): OrderList | undefined {
    return this.#lists.get(listId)
  }

  place(wish: ListWish, turn: Turn): OrderList {
    const { market, account, working, others, clientListId, takesAll } = wish
    const listId = this.nextId
    const first = working === null ? null : this.#desk.accept({ ...working, listId }, false, turn)
    const rest = others.map((other) => this.#desk.accept({ ...other, listId }, working !== null, turn))
    const orders = first === null ? rest : [first, ...rest]
    const contingency = working === null ? 'OCO' : 'OTO'
    const list: OrderList = {
      listId,
      clientListId,
      account,
      market,
      contingency,
      orders,
      working: first,
      others: rest,
      takesAll,
      isDone: false,
      atMs: msOf(turn),
    }
    this.restore(list)
    this.#desk.noteList(list, turn)
    this.#tell(list, turn)
    for (const order of first === null ? rest : [first]) if (isOpen(order)) this.#desk.begin(order, market, turn)
    return list
  }

  restore(list: OrderList): void {
    this.#lists.set(list.listId, list)
    this.nextId = Math.max(this.nextId, list.listId + 1)
    if (this.#lists.size > LIST_MAX) this.#forgetOldest()
  }

  cancel(list: OrderList, cancelId: string, turn: Turn): void {
    this.#ending = list
    for (const order of list.orders) if (isOpen(order)) this.#desk.cancel(order, cancelId, { market: list.market, turn })
    this.#ending = null
  }

  twinsOf(order: VenueOrder): VenueOrder[] {
    const list = this.#listOf(order)
    return order === list?.working ? [] : (list?.others.filter((other) => other !== order && isOpen(other)) ?? [])
  }

  moved(order: VenueOrder, move: Move, turn: Turn): void {
    const list = this.#listOf(order)
    if (list === undefined || list.isDone) return
    this.#moves[move](list, order, turn)
    if (list.isDone || list.orders.some(isOpen)) return
    list.isDone = true
    list.atMs = msOf(turn)
    this.#tell(list, turn)
  }

  beginDue(turn: Turn): boolean {
    const due = this.#due
    this.#due = []
    for (const { others, market, takesAll } of due) for (const order of others) if (isOpen(order)) this.#desk.start(order, { market, takesAll }, turn)
    return due.length > 0
  }

  readonly #moves: Readonly<Record<Move, Handler>> = {
    fills: (list, order, turn) => this.#endOthers(list, order, { reason: 'OCO_TRIGGER', turn }),
    triggers: (list, order, turn) => this.#endOthers(list, order, { reason: 'OCO_TRIGGER', turn }),
    filled: (list, order) => {
      if (order === list.working) this.#due.push(list)
    },
    ended: (list, order, turn) => {
      if (this.#ending === list) return
      const reason = order === list.working ? 'OTO_PHASE_ONE_EXPIRED' : 'OCO_TRIGGER'
      const wasCanceled = order.status === 'CANCELED'
      for (const other of list.others) {
        if (other === order || !isOpen(other)) continue
        if (wasCanceled) this.#desk.cancel(other, order.clientOrderId, { market: list.market, turn })
        else this.#desk.expire(other, { market: list.market, reason }, turn)
      }
    },
  }

  #endOthers(list: OrderList, order: VenueOrder, { reason, turn }: { readonly reason: string; readonly turn: Turn }): void {
    if (order === list.working) return
    this.#ending = list
    for (const other of list.others) if (other !== order && isOpen(other)) this.#desk.expire(other, { market: list.market, reason }, turn)
    this.#ending = null
  }

  #forgetOldest(): void {
    for (const [id, { orders }] of this.#lists) {
      if (this.#lists.size <= LIST_MAX) return
      if (!orders.some(isOpen)) this.#lists.delete(id)
    }
  }

  #listOf({ listId }: VenueOrder): OrderList | undefined {
    return listId === undefined ? undefined : this.#lists.get(listId)
  }

  #tell(list: OrderList, turn: Turn): void {
    this.#notify(list.account, listStatus(list, msOf(turn)), turn)
  }
}

export const createOrderLists = (desk: OrderTaker, notify: Notify): OrderLists => new ListBook(desk, notify)
