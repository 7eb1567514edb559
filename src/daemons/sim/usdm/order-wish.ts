import { toMoney } from '../../../lib/base/money.ts'
import type { OrderType, Side, TimeInForce } from '../../../lib/model/order.ts'
import type { Market } from '../market/market.ts'
import type { Params } from '../spot/params.ts'
import { refusals } from '../spot/refusal.ts'
import { quoteOf } from '../trading/amounts.ts'
import type { UsdmAccount } from './accounts.ts'
import type { UsdmOrder, UsdmTif, UsdmWish, WorkingType } from './orders.ts'
import type { PositionSide } from './positions.ts'
import { usdmRefusals } from './refusals.ts'
import { lotsOf, ticksOf } from './steps.ts'

/** Where an order is read. */
export interface WishPlace {
  readonly account: UsdmAccount
  readonly market: Market<UsdmOrder>
  readonly spareId: string
  readonly nowMs: number
}

const SIDES: Readonly<Record<string, Side>> = { BUY: 'buy', SELL: 'sell' }
const TIFS: Readonly<Record<UsdmTif, TimeInForce>> = { GTC: 'gtc', IOC: 'ioc', FOK: 'fok', GTX: 'gtc', GTD: 'gtc' }
/** What an engine makes of a time in force; GTX is a type of its own there. */
export const engineTif = (timeInForce: UsdmTif): TimeInForce => TIFS[timeInForce]

const ALGO_TYPES = new Set(['STOP', 'STOP_MARKET', 'TAKE_PROFIT', 'TAKE_PROFIT_MARKET', 'TRAILING_STOP_MARKET'])
const POSITION_SIDES = new Set(['BOTH', 'LONG', 'SHORT'])
const WORKING_TYPES = new Set(['MARK_PRICE', 'CONTRACT_PRICE'])
const CLIENT_ID = /^[.A-Z:/a-z0-9_-]{1,36}$/
const GOOD_TILL_AHEAD_MS = 600_000
const GOOD_TILL_MAX_MS = 253_402_300_799_000

const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined => (Object.hasOwn(table, name) ? table[name] : undefined)

/** A flag, sent as a boolean or as its word. */
export const flagOf = (params: Params, name: string): boolean => params.get(name)?.toLowerCase() === 'true'

const positionSideOf = (params: Params, { dual }: UsdmAccount): PositionSide => {
  const text = params.get('positionSide') ?? 'BOTH'
  if (!POSITION_SIDES.has(text)) throw usdmRefusals.positionSide()
  if (dual !== (text !== 'BOTH')) throw usdmRefusals.positionSideMode()
  return text as PositionSide
}

/** In hedge mode the side that closes only reduces; nobody may say so. */
const reducesOnly = (params: Params, dual: boolean, at: { readonly side: Side; readonly positionSide: PositionSide }): boolean => {
  if (!dual) return flagOf(params, 'reduceOnly') || flagOf(params, 'closePosition')
  if (params.get('reduceOnly') !== undefined) throw usdmRefusals.reduceOnlyValue()
  return (at.positionSide === 'LONG') === (at.side === 'sell')
}

const goodTillOf = (params: Params, timeInForce: UsdmTif, nowMs: number): number => {
  if (timeInForce !== 'GTD') return 0
  const until = params.whole('goodTillDate')
  if (until === undefined) throw refusals.missing('goodTillDate')
  if (until <= nowMs + GOOD_TILL_AHEAD_MS || until >= GOOD_TILL_MAX_MS) throw usdmRefusals.goodTill()
  return until
}

const tifOf = (params: Params, limit: boolean): UsdmTif => {
  if (!limit) return 'GTC'
  const tif = params.need('timeInForce')
  if (!Object.hasOwn(TIFS, tif)) throw refusals.timeInForce()
  return tif as UsdmTif
}

const checkNotional = (wish: UsdmWish, { market }: WishPlace): void => {
  const ticks = wish.type === 'market' ? (market.touchTicks(wish.side === 'buy' ? 'sell' : 'buy') ?? 0) : wish.ticks
  const least = market.instrument.minNotional
  if (!wish.reduceOnly && ticks > 0 && quoteOf(market.instrument, ticks, wish.lots) < toMoney(least)) throw usdmRefusals.notional(least)
}

/** What every kind of order says: sides, ids and flags. */
export const readTerms = (params: Params, { account, market, spareId, nowMs }: WishPlace, limit: boolean) => {
  const side = own(SIDES, params.need('side'))
  if (side === undefined) throw refusals.side()
  const positionSide = positionSideOf(params, account)
  const timeInForce = tifOf(params, limit)
  const type: OrderType = limit ? (timeInForce === 'GTX' ? 'limitMaker' : 'limit') : 'market'
  const workingType = params.get('workingType') ?? 'CONTRACT_PRICE'
  if (!WORKING_TYPES.has(workingType)) throw usdmRefusals.workingType()
  const clientOrderId = params.get('newClientOrderId') ?? params.get('clientAlgoId') ?? spareId
  if (!CLIENT_ID.test(clientOrderId)) throw usdmRefusals.clientId()
  if ((params.get('priceMatch') ?? 'NONE') !== 'NONE') throw usdmRefusals.priceMatch()
  return {
    account: account.name,
    instrument: market.instrument,
    clientOrderId,
    side,
    type,
    tif: engineTif(timeInForce),
    timeInForce,
    positionSide,
    reduceOnly: reducesOnly(params, account.dual, { side, positionSide }),
    closePosition: flagOf(params, 'closePosition'),
    goodTillMs: goodTillOf(params, timeInForce, nowMs),
    workingType: workingType as WorkingType,
    priceProtect: flagOf(params, 'priceProtect'),
    priceMatch: 'NONE',
  }
}

/** Reads and checks a new LIMIT or MARKET order; a conditional type is refused with -4120. */
export const readUsdmWish = (params: Params, place: WishPlace): UsdmWish => {
  const type = params.need('type')
  if (ALGO_TYPES.has(type)) throw usdmRefusals.algoOnly()
  if (type !== 'LIMIT' && type !== 'MARKET') throw refusals.orderType()
  const limit = type === 'LIMIT'
  const terms = readTerms(params, place, limit)
  const ticks = limit ? ticksOf(params, 'price', place.market.instrument) : 0
  const wish: UsdmWish = { ...terms, origType: type, stopTicks: 0, ticks, lots: lotsOf(params, place.market.instrument) }
  checkNotional(wish, place)
  return wish
}
