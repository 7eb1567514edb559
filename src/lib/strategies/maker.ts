import { type Static, Type } from 'typebox'
import { parseUnits } from '../base/decimal.ts'
import { type Lots, lots, type Ticks } from '../base/units.ts'
import type { Side } from '../model/order.ts'
import type { RingSymbol } from '../ports/ring.ts'
import type { OpenOrder, Quote, Strategy, StrategyContext } from './strategy.ts'

const AMOUNT = '^\\d{1,30}(\\.\\d{1,18})?$'
/** A cancel that had no effect by then is asked for again. */
const CANCEL_AGAIN_US = 1_000_000

/** Parameters of the maker. */
export const MakerParams = Type.Object(
  {
    qty: Type.String({ default: '0.001', pattern: AMOUNT, description: 'size of each quote, base asset' }),
    positionMaxQty: Type.String({ default: '0.01', pattern: AMOUNT, description: 'no quote on a side that would pass this position, base asset' }),
    requoteTicks: Type.Integer({ default: 200, minimum: 1, description: 'distance of the touch that makes a quote stale, ticks' }),
    requoteEveryUs: Type.Integer({ default: 250_000, minimum: 1_000, description: 'least time between two quotes of a side, microseconds' }),
  },
  { additionalProperties: false, description: 'maker' },
)
export type MakerParams = Static<typeof MakerParams>

interface SideState {
  lastUs: number
  canceling: string | null
}

interface Market {
  readonly context: StrategyContext
  readonly instrument: RingSymbol
  readonly quote: Quote
}

const SIDES: readonly Side[] = ['buy', 'sell']
const touchOf = (quote: Quote, side: Side): Ticks => (side === 'buy' ? quote.bidTicks : quote.askTicks)

const toLots = (symbol: RingSymbol, text: string): Lots => lots(Math.floor(parseUnits(text, symbol.qtyDecimals) / symbol.lotUnits))

/** Quotes both sides at the touch with post-only orders, one a side, and follows when the touch walks away. */
export const maker = (): Strategy<MakerParams> => {
  let params: MakerParams
  const states = new Map<string, SideState>()

  const stateOf = (symbol: string, side: Side): SideState => {
    const key = `${symbol} ${side}`
    const known = states.get(key) ?? { lastUs: Number.NEGATIVE_INFINITY, canceling: null }
    states.set(key, known)
    return known
  }
  const room = (context: StrategyContext, instrument: RingSymbol, side: Side): boolean => {
    const position = context.position(instrument.symbol)
    const after = position + (side === 'buy' ? 1 : -1) * toLots(instrument, params.qty)
    return Math.abs(after) <= toLots(instrument, params.positionMaxQty) || Math.abs(after) < Math.abs(position)
  }
  const withdraw = (context: StrategyContext, state: SideState, order: OpenOrder): void => {
    if (state.canceling === order.intentId && context.nowUs() - state.lastUs < CANCEL_AGAIN_US) return
    state.canceling = order.intentId
    state.lastUs = context.nowUs()
    context.cancel(order.intentId)
  }
  const place = ({ context, instrument }: Market, side: Side, price: Ticks): void => {
    stateOf(instrument.symbol, side).lastUs = context.nowUs()
    const intentId = context.submit({
      symbol: instrument.symbol,
      side,
      type: 'limitMaker',
      tif: 'gtc',
      priceTicks: price,
      qtyLots: toLots(instrument, params.qty),
    })
    context.signal(instrument.symbol, side === 'buy' ? 'quote.bid' : 'quote.ask', intentId)
  }
  const follow = (market: Market, side: Side): void => {
    const { context, instrument, quote } = market
    const state = stateOf(instrument.symbol, side)
    if (context.nowUs() - state.lastUs < params.requoteEveryUs) return
    const price = touchOf(quote, side)
    const allowed = room(context, instrument, side)
    const open = context.openOrders(instrument.symbol).find((order) => order.side === side)
    if (open === undefined) {
      if (allowed) place(market, side, price)
    } else if (!allowed || Math.abs((open.priceTicks ?? price) - price) > params.requoteTicks) withdraw(context, state, open)
  }
  return {
    name: 'maker',
    params: MakerParams,
    start: (_context, given) => {
      params = given
    },
    onTicker: (_view, symbol, context) => {
      const instrument = context.instrument(symbol)
      const quote = context.quote(symbol)
      if (instrument === null || quote === null) return
      for (const side of SIDES) follow({ context, instrument, quote }, side)
    },
  }
}
