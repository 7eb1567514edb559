import { parseScaled } from '../../../lib/base/decimal.ts'
import type { Money } from '../../../lib/base/units.ts'
import type { Instrument } from '../../../lib/model/instrument.ts'
import type { OrderType, Side, TimeInForce } from '../../../lib/model/order.ts'
import { anyPrice, type Market, oppositeOf } from '../market/market.ts'
import type { Params } from '../spot/params.ts'
import { refusals } from '../spot/refusal.ts'
import { quoteOf } from './amounts.ts'
import type { OrderWish } from './orders.ts'

const SIDES: Readonly<Record<string, Side>> = { BUY: 'buy', SELL: 'sell' }
const TYPES: Readonly<Record<string, OrderType>> = { LIMIT: 'limit', LIMIT_MAKER: 'limitMaker', MARKET: 'market' }
const TIFS: Readonly<Record<string, TimeInForce>> = { GTC: 'gtc', IOC: 'ioc', FOK: 'fok' }
const CLIENT_ID = /^[.A-Z:/a-z0-9_-]{1,36}$/
const DECIMAL = /^\d{1,20}(\.\d{1,20})?$/
const VENUE_DECIMALS = 8

type StepRule = { readonly decimals: number; readonly units: number; readonly least: number; readonly most: number; readonly filter: string }

/** A decimal parameter in whole steps, inside its filter. */
const stepsOf = (params: Params, name: string, rule: StepRule): number => {
  const text = params.need(name)
  if (!DECIMAL.test(text)) throw refusals.illegal(name, '^([0-9]{1,20})(\\.[0-9]{1,20})?$')
  if (parseScaled(text, VENUE_DECIMALS) === null) throw refusals.precision(name)
  const units = parseScaled(text, rule.decimals)
  if (units === null || units % BigInt(rule.units) !== 0n) throw refusals.filter(rule.filter)
  const steps = units / BigInt(rule.units)
  if (steps < BigInt(rule.least) || steps > BigInt(rule.most)) throw refusals.filter(rule.filter)
  return Number(steps)
}

const ticksOf = (params: Params, { priceDecimals, tickUnits, minPriceTicks, maxPriceTicks }: Instrument): number =>
  stepsOf(params, 'price', { decimals: priceDecimals, units: tickUnits, least: minPriceTicks, most: maxPriceTicks, filter: 'PRICE_FILTER' })

const lotsOf = (params: Params, { qtyDecimals, lotUnits, minQtyLots, maxQtyLots }: Instrument): number =>
  stepsOf(params, 'quantity', { decimals: qtyDecimals, units: lotUnits, least: minQtyLots, most: maxQtyLots, filter: 'LOT_SIZE' })

const moneyOf = (text: string): bigint => parseScaled(text, 18) ?? 0n

const checkNotional = ({ minNotional, maxNotional }: Instrument, value: Money, type: OrderType): void => {
  const most = moneyOf(maxNotional)
  if (value < moneyOf(minNotional) || (type !== 'market' && most > 0n && value > most)) throw refusals.filter('NOTIONAL')
}

/** Lots of a market order that named a quote amount: as near to it as whole lots allow. */
const lotsFor = (market: Market, side: Side, amount: bigint): number => {
  let left = amount
  let lots = 0
  for (const slice of market.preview(side, anyPrice(side), market.instrument.maxQtyLots)) {
    const each = quoteOf(market.instrument, slice.ticks, 1)
    const count = Math.min(slice.lots, Number(left / each))
    lots += count
    left -= each * BigInt(count)
    if (count < slice.lots) break
  }
  if (lots < market.instrument.minQtyLots) throw refusals.rejected('Order book liquidity is less than LOT_SIZE filter minimum quantity.')
  return lots
}

const marketLots = (params: Params, market: Market, side: Side): number => {
  const amount = params.get('quoteOrderQty')
  if (params.get('quantity') !== undefined || amount === undefined) return lotsOf(params, market.instrument)
  const scaled = DECIMAL.test(amount) ? parseScaled(amount, 18) : null
  if (scaled === null) throw refusals.illegal('quoteOrderQty', '^([0-9]{1,20})(\\.[0-9]{1,20})?$')
  return lotsFor(market, side, scaled)
}

const tifOf = (params: Params, type: OrderType): TimeInForce => {
  if (type !== 'limit') return 'gtc'
  const tif = TIFS[params.need('timeInForce')]
  if (tif === undefined) throw refusals.timeInForce()
  return tif
}

const named = <T>(table: Readonly<Record<string, T>>, text: string): T | undefined => (Object.hasOwn(table, text) ? table[text] : undefined)

/** Reads and checks a new order as the venue does: parameters first, then the filters in their order. */
export const readWish = (params: Params, at: { readonly account: string; readonly market: Market; readonly spareId: string }): OrderWish => {
  const { account, market, spareId } = at
  const { instrument } = market
  const side = named(SIDES, params.need('side'))
  if (side === undefined) throw refusals.side()
  const type = named(TYPES, params.need('type'))
  if (type === undefined) throw refusals.orderType()
  const clientOrderId = params.get('newClientOrderId') ?? spareId
  if (!CLIENT_ID.test(clientOrderId)) throw refusals.illegal('newClientOrderId', '^[\\.A-Z\\:/a-z0-9_-]{1,36}$')
  const tif = tifOf(params, type)
  const ticks = type === 'market' ? 0 : ticksOf(params, instrument)
  const lots = type === 'market' ? marketLots(params, market, side) : lotsOf(params, instrument)
  const valued = type === 'market' ? (market.touchTicks(oppositeOf(side)) ?? 0) : ticks
  if (valued > 0) checkNotional(instrument, quoteOf(instrument, valued, lots), type)
  const quoteOrderQty = type === 'market' ? params.get('quoteOrderQty') : undefined
  return { account, instrument, clientOrderId, side, type, tif, ticks, lots, ...(quoteOrderQty === undefined ? {} : { quoteOrderQty }) }
}
