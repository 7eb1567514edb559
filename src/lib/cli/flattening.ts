import { setTimeout as sleep } from 'node:timers/promises'
import { formatMoney, multiply, toMoney } from '../base/money.ts'
import { absolute, type Money, money, zeroMoney } from '../base/units.ts'
import type { AccountState } from '../contracts/acct.ts'
import type { Order, SubmitRequest } from '../contracts/exec.ts'
import type { OrderCheck } from '../contracts/exec-control.ts'
import type { SinceAnswer } from '../contracts/stream.ts'
import { newIntentId } from '../io/intent-id.ts'
import { instrumentsOf } from './exec-instruments.ts'
import { askExec, askService } from './exec-peer.ts'
import { cancelIds } from './order-canceling.ts'
import { ordersOf } from './order-pages.ts'
import { orderAt, placeOrder } from './order-placing.ts'
import type { CliPeer } from './peer.ts'

const AGAIN_MS = 200
const CLOSE_WAIT_MS = 3_000
/** So often in a row nothing may come of it: then a human has to look. */
const IDLE_COUNT_MAX = 3
const EXTERNAL = 'EXTERNAL'
/** The name under which positions are closed. */
const STRATEGY = 'flatten'

/** What is left of one symbol. */
export interface Leftover {
  readonly symbol: string
  /** Signed quantity held. */
  readonly qty: string
  /** What of it can be traded: whole lots above the least quantity; `0` for dust. */
  readonly tradable: string
  readonly openOrders: number
}

export interface FlattenOptions {
  /** Null for every symbol. */
  readonly symbol: string | null
  readonly forMs: number
  /** Hears of each order that closes something. */
  tell(order: Order): void
}

interface LotRule {
  readonly lot: Money
  readonly least: Money
  /** Least value of an order in quote. */
  readonly leastValue: Money
}

const lotRules = async (peer: CliPeer): Promise<ReadonlyMap<string, LotRule>> =>
  new Map(
    [...(await instrumentsOf(peer)).values()].map(({ symbol, lotSize, minQty, minNotional }) => [
      symbol,
      { lot: toMoney(lotSize), least: toMoney(minQty), leastValue: toMoney(minNotional) },
    ]),
  )

/** Whole lots of an amount; 0 for what is less than the least quantity or value that can be traded. `mark` is null when it is not known. */
export const tradableQty = (qty: Money, { lot, least, leastValue }: LotRule, mark: Money | null): Money => {
  const whole = money((absolute(qty) / lot) * lot)
  return whole < least || (mark !== null && multiply(whole, mark) < leastValue) ? zeroMoney : whole
}

const NEAREST = /\bREDUCE_ONLY nearest (\d+(?:\.\d+)?)/

class Flattening {
  readonly #peer: CliPeer
  readonly #options: FlattenOptions
  readonly #rules: ReadonlyMap<string, LotRule>

  constructor(peer: CliPeer, options: FlattenOptions, rules: ReadonlyMap<string, LotRule>) {
    this.#peer = peer
    this.#options = options
    this.#rules = rules
  }

  async #openOrders(): Promise<Order[]> {
    const orders: Order[] = []
    for await (const order of ordersOf(this.#peer, { symbol: this.#options.symbol ?? undefined })) if (order.strategyId !== EXTERNAL) orders.push(order)
    return orders
  }

  async cancelAll(): Promise<void> {
    const ids = (await this.#openOrders()).map(({ clientOrderId }) => clientOrderId)
    await cancelIds(this.#peer, ids, { forMs: CLOSE_WAIT_MS, tell: () => undefined })
  }

  /** What is held and open, as acct and exec have it; acct has to have heard of everything that exec told. */
  async leftovers(): Promise<Leftover[]> {
    const { positions } = await askService<AccountState>(this.#peer, { service: 'acct', method: 'acct.state', body: {} })
    const open = await this.#openOrders()
    const rows = positions.filter(({ symbol }) => (this.#options.symbol ?? symbol) === symbol)
    return rows.map(({ symbol, qty, mark }) => {
      const rule = this.#rules.get(symbol)
      const tradable = rule === undefined ? absolute(toMoney(qty)) : tradableQty(toMoney(qty), rule, mark === null ? null : toMoney(mark))
      return { symbol, qty, tradable: formatMoney(tradable), openOrders: open.filter((order) => order.symbol === symbol).length }
    })
  }

  /** Fees in the base asset set acct and exec apart: exec says how much it takes as a reduction. */
  async #closing(request: SubmitRequest): Promise<SubmitRequest> {
    const { hint = '' } = await askExec<OrderCheck>(this.#peer, 'order.check', request)
    const nearest = NEAREST.exec(hint)?.[1]
    return nearest === undefined ? request : { ...request, qty: nearest }
  }

  /** Closes what can be traded of a symbol; false when nothing of it was filled. */
  async close({ symbol, qty, tradable }: Leftover): Promise<boolean> {
    const side = toMoney(qty) > 0n ? 'sell' : 'buy'
    const terms = { type: 'market', tif: 'ioc', postOnly: false, reduceOnly: true } as const
    const request = await this.#closing({ intentId: newIntentId(), strategyId: STRATEGY, symbol, side, qty: tradable, ...terms })
    const { order } = await placeOrder(this.#peer, request, { wait: 'final', forMs: CLOSE_WAIT_MS })
    if (order !== null) this.#options.tell(order)
    // Nothing is closed a second time while the fate of the first is open.
    const isUnknown = order?.status === 'UNKNOWN' || order?.status === 'SENT'
    const last = isUnknown ? await orderAt(this.#peer, order.clientOrderId, { wait: 'final', forMs: this.#options.forMs }) : order
    return last !== null && last.filledQty !== '0'
  }

  /** Closes everything that can be; false when nothing came of any of it. */
  async closeAll(left: readonly Leftover[]): Promise<boolean> {
    let isMoving = left.every(({ tradable }) => tradable === '0')
    for (const row of left) if (row.tradable !== '0') isMoving = (await this.close(row)) || isMoving
    return isMoving
  }
}

export const isOpen = ({ tradable, openOrders }: Leftover): boolean => tradable !== '0' || openOrders > 0

/** acct has applied everything that exec told until now. */
const isCurrent = async (peer: CliPeer): Promise<boolean> => {
  const { lastSeq } = await askExec<SinceAnswer>(peer, 'events.since', { stream: 'exec.events', after: 0, max: 1 })
  return (await askService<AccountState>(peer, { service: 'acct', method: 'acct.state', body: {} })).execSeq >= lastSeq
}

/** Cancels and closes until nothing is left, nothing moves any more or the time is over; what is left then, dust included. */
export const flatten = async (peer: CliPeer, options: FlattenOptions): Promise<readonly Leftover[]> => {
  const flattening = new Flattening(peer, options, await lotRules(peer))
  const endUs = peer.clock.nowUs() + options.forMs * 1000
  for (let idle = 0; ; ) {
    await flattening.cancelAll()
    while (!(await isCurrent(peer)) && peer.clock.nowUs() < endUs) await sleep(AGAIN_MS)
    const left = await flattening.leftovers()
    if (!left.some(isOpen) || idle >= IDLE_COUNT_MAX || peer.clock.nowUs() >= endUs) return left
    idle = (await flattening.closeAll(left)) ? 0 : idle + 1
    await sleep(AGAIN_MS)
  }
}
