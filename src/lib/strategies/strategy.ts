import type { TSchema } from 'typebox'
import type { Lots, Ticks } from '../base/units.ts'
import type { Fill, Order } from '../contracts/exec.ts'
import type { OrderType, Side, TimeInForce } from '../model/order.ts'
import type { RingBookView, RingSymbol, RingTickerView, RingTradeView } from '../ports/ring.ts'

/** An order that a strategy wants, in ticks and lots of its symbol. */
export interface WantedOrder {
  readonly symbol: string
  readonly side: Side
  readonly type: OrderType
  readonly tif: TimeInForce
  /** Absent for market orders. */
  readonly priceTicks?: Ticks
  readonly qtyLots: Lots
  readonly reduceOnly?: boolean
}

/** An order of this strategy that has not ended. */
export interface OpenOrder extends WantedOrder {
  readonly intentId: string
  readonly status: Order['status'] | 'REQUESTED'
}

/** Best bid and ask of a symbol as last seen on the ring. */
export interface Quote {
  readonly bidTicks: Ticks
  readonly bidLots: Lots
  readonly askTicks: Ticks
  readonly askLots: Lots
}

/** What a strategy may see and do. Everything takes effect at once or comes back through a callback; nothing waits. */
export interface StrategyContext {
  readonly strategyId: string
  /** Microseconds since the epoch; the time of the record being shown. */
  nowUs(): number
  instrument(symbol: string): RingSymbol | null
  /** Null until the first ticker, and while the book is not valid. */
  quote(symbol: string): Quote | null
  /** Signed fills less base fees since the start of the books, whole lots, rounded toward zero. */
  position(symbol: string): Lots
  openOrders(symbol: string): readonly OpenOrder[]
  /** The intent's id; its fate arrives through onOrder, or onRefused when exec never took it. */
  submit(order: WantedOrder): string
  cancel(intentId: string): void
  /** Publishes an opinion on `strat.signals`. */
  signal(symbol: string, signal: string, intentId?: string): void
  setTimer(id: string, afterUs: number): void
}

/** A plugin: one instance trades for one strategyId. Callbacks must return promptly; views are valid only during the call. */
export interface Strategy<Params = unknown> {
  readonly name: string
  /** JSON Schema of the parameters, with defaults. */
  readonly params: TSchema
  start(context: StrategyContext, params: Params): void
  onTicker?(view: RingTickerView, symbol: string, context: StrategyContext): void
  onTrade?(view: RingTradeView, symbol: string, context: StrategyContext): void
  onBook?(view: RingBookView, symbol: string, context: StrategyContext): void
  onOrder?(order: Order, context: StrategyContext): void
  onFill?(fill: Fill, context: StrategyContext): void
  onRefused?(intentId: string, code: string, context: StrategyContext): void
  onTimer?(id: string, context: StrategyContext): void
}
