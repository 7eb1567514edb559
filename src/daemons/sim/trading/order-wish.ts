import { parseScaled } from '../../../lib/base/decimal.ts'
import { type Money, money } from '../../../lib/base/units.ts'
import type { SelfTrade } from '../../../lib/matching/self-trade.ts'
import type { Instrument } from '../../../lib/model/instrument.ts'
import type { OrderType, Side, TimeInForce } from '../../../lib/model/order.ts'
import { anyPrice, type Market, type Taker } from '../market/market.ts'
import type { Params } from '../spot/params.ts'
import { refusals } from '../spot/refusal.ts'
import { venueAmount } from '../spot/texts.ts'
import { quoteOf } from './amounts.ts'
import type { OrderWish, Peg } from './orders.ts'
import { peggedTicks, readPeg } from './pegs.ts'
import type { StopTerms } from './stops.ts'

const SIDES: Readonly<Record<string, Side>> = { BUY: 'buy', SELL: 'sell' }
interface TypeRule {
  readonly type: OrderType
  readonly stop?: StopTerms['kind']
}
const TYPES: Readonly<Record<string, TypeRule>> = {
  LIMIT: { type: 'limit' },
  LIMIT_MAKER: { type: 'limitMaker' },
  MARKET: { type: 'market' },
  STOP_LOSS: { type: 'market', stop: 'stopLoss' },
  STOP_LOSS_LIMIT: { type: 'limit', stop: 'stopLoss' },
  TAKE_PROFIT: { type: 'market', stop: 'takeProfit' },
  TAKE_PROFIT_LIMIT: { type: 'limit', stop: 'takeProfit' },
}
const PREVENTION: Readonly<Record<string, SelfTrade>> = {
  NONE: 'trade',
  EXPIRE_TAKER: 'expireTaker',
  EXPIRE_MAKER: 'expireMaker',
  EXPIRE_BOTH: 'expireBoth',
  DECREMENT: 'decrement',
  TRANSFER: 'decrement',
}
const STRATEGY_TYPE_MIN = 1_000_000
const RESPONSES = ['ACK', 'RESULT', 'FULL']
const TIFS: Readonly<Record<string, TimeInForce>> = { GTC: 'gtc', IOC: 'ioc', FOK: 'fok' }
const CLIENT_ID = /^[.A-Z:/a-z0-9_-]{1,36}$/
const DECIMAL = /^\d{1,20}(\.\d{1,20})?$/
const VENUE_DECIMALS = 8
const MONEY_DECIMALS = 18

type StepRule = { readonly decimals: number; readonly units: number; readonly least: number; readonly most: number; readonly filter: string }

const decimalOf = (params: Params, name: string): string => {
  const text = params.need(name)
  if (!DECIMAL.test(text)) throw refusals.illegal(name, '^([0-9]{1,20})(\\.[0-9]{1,20})?$')
  if (parseScaled(text, VENUE_DECIMALS) === null) throw refusals.precision(name)
  return text
}

/** A decimal parameter in whole steps, inside its filter. */
const stepsOf = (params: Params, name: string, rule: StepRule): number => {
  const text = decimalOf(params, name)
  const units = parseScaled(text, rule.decimals)
  if (units === null || units % BigInt(rule.units) !== 0n) throw refusals.filter(rule.filter)
  const steps = units / BigInt(rule.units)
  if (steps < BigInt(rule.least) || steps > BigInt(rule.most)) throw refusals.filter(rule.filter)
  return Number(steps)
}

const ticksOf = (params: Params, name: string, { priceDecimals, tickUnits, minPriceTicks, maxPriceTicks }: Instrument): number =>
  stepsOf(params, name, { decimals: priceDecimals, units: tickUnits, least: minPriceTicks, most: maxPriceTicks, filter: 'PRICE_FILTER' })

const lotsOf = (params: Params, name: string, { qtyDecimals, lotUnits, minQtyLots, maxQtyLots }: Instrument): number =>
  stepsOf(params, name, { decimals: qtyDecimals, units: lotUnits, least: minQtyLots, most: maxQtyLots, filter: 'LOT_SIZE' })

/** Lots of a market order that named a quote amount: as near to it as whole lots allow. */
const lotsFor = (market: Market, taker: Taker, amount: bigint): number => {
  let left = amount
  let lots = 0
  for (const slice of market.preview(taker, anyPrice(taker.side), market.instrument.maxQtyLots)) {
    const each = quoteOf(market.instrument, slice.ticks, 1)
    const count = Math.min(slice.lots, Number(left / each))
    lots += count
    left -= each * BigInt(count)
    if (count < slice.lots) break
  }
  if (lots < market.instrument.minQtyLots) throw refusals.rejected('Order book liquidity is less than LOT_SIZE filter minimum quantity.')
  return lots
}

/** The quote amount that a market order named in place of a quantity; refused with -1128, -1102, -1100 or -1111. */
const quoteAmountOf = (params: Params): Money | undefined => {
  const [hasQuantity, hasAmount] = [isGiven(params, 'quantity'), isGiven(params, 'quoteOrderQty')]
  if (hasQuantity && hasAmount) throw refusals.combination()
  if (!hasQuantity && !hasAmount) throw refusals.eitherMissing('quantity', 'quoteOrderQty')
  if (!hasAmount) return undefined
  const text = decimalOf(params, 'quoteOrderQty')
  return money(parseScaled(text, MONEY_DECIMALS) ?? 0n)
}

const tifOf = (params: Params, type: OrderType): TimeInForce => {
  if (type !== 'limit') return 'gtc'
  const tif = TIFS[params.need('timeInForce')]
  if (tif === undefined) throw refusals.timeInForce()
  return tif
}

const named = <T>(table: Readonly<Record<string, T>>, text: string): T | undefined => (Object.hasOwn(table, text) ? table[text] : undefined)

const isGiven = (params: Params, name: string): boolean => (params.get(name) ?? '') !== ''

/** Parameters that the type of the order has no use for. */
const refuseSpare = (params: Params, { type, stop }: TypeRule): void => {
  const spare = [
    ...(type === 'limit' ? [] : ['timeInForce']),
    ...(type === 'market' ? ['price', 'icebergQty'] : []),
    ...(type === 'market' && stop === undefined ? [] : ['quoteOrderQty']),
    ...(stop === undefined ? ['stopPrice', 'trailingDelta'] : []),
  ].find((name) => isGiven(params, name))
  if (spare !== undefined) throw refusals.notRequired(spare)
}

const stopOf = (params: Params, kind: StopTerms['kind'] | undefined, instrument: Instrument): StopTerms | undefined => {
  if (kind === undefined) return undefined
  const [hasPrice, hasDelta] = [isGiven(params, 'stopPrice'), isGiven(params, 'trailingDelta')]
  if (!hasPrice && !hasDelta) throw refusals.eitherMissing('stopPrice', 'trailingDelta')
  return { kind, ticks: hasPrice ? ticksOf(params, 'stopPrice', instrument) : 0, trailingBips: params.whole('trailingDelta') ?? 0 }
}

const icebergOf = (params: Params, instrument: Instrument, tif: TimeInForce): number | undefined => {
  if (!isGiven(params, 'icebergQty')) return undefined
  const lots = lotsOf(params, 'icebergQty', instrument)
  if (tif !== 'gtc') throw refusals.composition()
  return lots
}

/** What a new order says of itself that the engine has no use for, and its mode of self-trade prevention. */
const extrasOf = (params: Params): Partial<OrderWish> => {
  const strategyId = params.whole('strategyId')
  const strategyType = params.whole('strategyType')
  const mode = params.get('selfTradePreventionMode')
  const response = params.get('newOrderRespType')
  if (strategyType !== undefined && strategyType < STRATEGY_TYPE_MIN) throw refusals.strategyType()
  if (response !== undefined && !RESPONSES.includes(response)) throw refusals.badValue('newOrderRespType')
  const selfTrade = mode === undefined ? undefined : named(PREVENTION, mode)
  if (mode !== undefined && selfTrade === undefined) throw refusals.badValue('selfTradePreventionMode')
  return {
    ...(strategyId === undefined ? {} : { strategyId }),
    ...(strategyType === undefined ? {} : { strategyType }),
    ...(mode === undefined || selfTrade === undefined ? {} : { preventionMode: mode, selfTrade }),
  }
}

const clientIdOf = (params: Params, spareId: string): string => {
  if (params.get('newClientOrderId') === '') throw refusals.empty('newClientOrderId')
  const id = params.get('newClientOrderId') ?? spareId
  if (!CLIENT_ID.test(id)) throw refusals.illegal('newClientOrderId', '^[\\.A-Z\\:/a-z0-9_-]{1,36}$')
  return id
}

/** Only an order that may stand in the book at once can be pegged. */
const pegOf = (params: Params, { type, stop }: TypeRule): Peg | undefined => {
  const peg = readPeg(params)
  if (peg !== undefined && (type === 'market' || stop !== undefined)) throw refusals.notRequired('pegPriceType')
  if (peg !== undefined && isGiven(params, 'price')) throw refusals.notRequired('price')
  return peg
}

interface Pricing {
  readonly type: OrderType
  readonly peg: Peg | undefined
  readonly side: Side
  readonly market: Market
}

const priceOf = (params: Params, { type, peg, side, market }: Pricing): number => {
  if (peg !== undefined) return peggedTicks(peg, side, market)
  return type === 'market' ? 0 : ticksOf(params, 'price', market.instrument)
}

/** Reads and checks the parameters of a new order. */
export const readWish = (params: Params, at: { readonly account: string; readonly market: Market; readonly spareId: string }): OrderWish => {
  const { account, market, spareId } = at
  const { instrument } = market
  const side = named(SIDES, params.need('side'))
  if (side === undefined) throw refusals.side()
  const rule = named(TYPES, params.need('type'))
  if (rule === undefined) throw refusals.orderType()
  const { type } = rule
  const clientOrderId = clientIdOf(params, spareId)
  refuseSpare(params, rule)
  const tif = tifOf(params, type)
  const peg = pegOf(params, rule)
  const ticks = priceOf(params, { type, peg, side, market })
  const stop = stopOf(params, rule.stop, instrument)
  const extras = extrasOf(params)
  const amount = type === 'market' && stop === undefined ? quoteAmountOf(params) : undefined
  const lots = amount === undefined ? lotsOf(params, 'quantity', instrument) : lotsFor(market, { account, side, ...extras }, amount)
  const icebergLots = icebergOf(params, instrument, tif)
  if (icebergLots !== undefined && icebergLots > lots) throw refusals.rejected('IcebergQty exceeds QTY.')
  return {
    ...{ account, instrument, clientOrderId, side, type, tif, ticks, lots },
    ...(amount === undefined ? {} : { quoteOrderQty: venueAmount(amount) }),
    ...(stop === undefined ? {} : { stop }),
    ...(peg === undefined ? {} : { peg }),
    ...(icebergLots === undefined ? {} : { icebergLots }),
    ...extras,
  }
}
