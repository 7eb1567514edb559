import { powerOfTen } from '../../../lib/base/decimal.ts'
import { toMoney } from '../../../lib/base/money.ts'
import { type Money, money } from '../../../lib/base/units.ts'
import type { Params } from '../spot/params.ts'
import { refusals } from '../spot/refusal.ts'
import { readTerms, type WishPlace } from './order-wish.ts'
import { usdmRefusals } from './refusals.ts'
import { lotsOf, ticksOf } from './steps.ts'

export type AlgoType = 'STOP' | 'STOP_MARKET' | 'TAKE_PROFIT' | 'TAKE_PROFIT_MARKET' | 'TRAILING_STOP_MARKET'
export type AlgoStatus = 'NEW' | 'CANCELED' | 'TRIGGERING' | 'TRIGGERED' | 'FINISHED' | 'REJECTED' | 'EXPIRED'

/** What a client asked for, checked. */
export interface AlgoWish extends ReturnType<typeof readTerms> {
  readonly algoType: AlgoType
  /** 0 for a trailing stop. */
  readonly triggerTicks: number
  /** 0: market. */
  readonly ticks: number
  /** 0 when it closes the whole position. */
  readonly lots: number
  /** Of a trailing stop; 0: active at once. */
  readonly activationTicks: number
  /** Of a trailing stop, in tenths of a percent. */
  readonly callback: number
}

/** An order that waits for a price. */
export interface AlgoOrder extends AlgoWish {
  readonly algoId: number
  readonly createdMs: number
  updatedMs: number
  triggeredMs: number
  status: AlgoStatus
  actualOrderId: number
  /** Trailing stop: the best price since it became active; null before. */
  extreme: Money | null
}

const TYPES = new Set(['STOP', 'STOP_MARKET', 'TAKE_PROFIT', 'TAKE_PROFIT_MARKET', 'TRAILING_STOP_MARKET'])
const LIMITS = new Set(['STOP', 'TAKE_PROFIT'])

/** A price of an order as money. */
export const moneyOfTicks = ({ instrument }: Pick<AlgoWish, 'instrument'>, ticks: number): Money =>
  money(BigInt(ticks * instrument.tickUnits) * powerOfTen(18 - instrument.priceDecimals))

const callbackOf = (params: Params): number => {
  const rate = Math.round(Number(params.need('callbackRate')) * 10)
  if (!(rate >= 1 && rate <= 100)) throw usdmRefusals.value('callbackRate')
  return rate
}

const upward = ({ algoType, side }: Pick<AlgoWish, 'algoType' | 'side'>): boolean => algoType.startsWith('TAKE_PROFIT') !== (side === 'buy')

/** Trailing stop: follows the price, fires when it has come back far enough. */
const trails = (order: AlgoOrder, price: Money): boolean => {
  const sell = order.side === 'sell'
  const activation = moneyOfTicks(order, order.activationTicks)
  const active = order.extreme !== null || order.activationTicks === 0 || (sell ? price >= activation : price <= activation)
  if (!active) return false
  const best = order.extreme === null || (sell ? price > order.extreme : price < order.extreme) ? price : order.extreme
  order.extreme = best
  const back = (best * BigInt(order.callback)) / 1_000n
  return sell ? price <= best - back : price >= best + back
}

/** True when the price has come to where the order waits; zero is none. */
export const isTriggered = (order: AlgoOrder, price: Money): boolean => {
  if (price === 0n) return false
  if (order.algoType === 'TRAILING_STOP_MARKET') return trails(order, price)
  const trigger = moneyOfTicks(order, order.triggerTicks)
  return upward(order) ? price >= trigger : price <= trigger
}

const quantityOf = (params: Params, place: WishPlace, closes: boolean): number => {
  if (!closes) return lotsOf(params, place.market.instrument)
  if (params.get('quantity') !== undefined && toMoney(params.need('quantity')) !== 0n) throw usdmRefusals.closeQuantity()
  return 0
}

/** Reads and checks a conditional order; `priceOf` tells what its trigger watches. */
export const readAlgoWish = (params: Params, place: WishPlace, priceOf: (workingType: string) => Money): AlgoWish => {
  if (params.need('algoType') !== 'CONDITIONAL') throw usdmRefusals.value('algoType')
  const algoType = params.need('type')
  if (!TYPES.has(algoType)) throw refusals.orderType()
  const { instrument } = place.market
  const limit = LIMITS.has(algoType)
  const trailing = algoType === 'TRAILING_STOP_MARKET'
  const terms = readTerms(params, place, limit)
  const activation = params.get('activatePrice') === undefined ? 0 : ticksOf(params, 'activatePrice', instrument)
  const wish: AlgoWish = {
    ...terms,
    algoType: algoType as AlgoType,
    triggerTicks: trailing ? 0 : ticksOf(params, 'triggerPrice', instrument),
    ticks: limit ? ticksOf(params, 'price', instrument) : 0,
    lots: quantityOf(params, place, terms.closePosition),
    activationTicks: activation,
    callback: trailing ? callbackOf(params) : 0,
  }
  const probe: AlgoOrder = { ...wish, algoId: 0, createdMs: 0, updatedMs: 0, triggeredMs: 0, status: 'NEW', actualOrderId: 0, extreme: null }
  if (!trailing && isTriggered(probe, priceOf(wish.workingType))) throw usdmRefusals.wouldTrigger()
  return wish
}
