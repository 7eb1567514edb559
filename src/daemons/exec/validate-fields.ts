import type { Order } from '../../lib/contracts/exec.ts'
import type { Instrument } from '../../lib/model/instrument.ts'
import { matchedType, type RequestType } from '../../lib/model/order-terms.ts'
import { amountOf, type Check, failed, type Rules } from './checking.ts'

/** Which terms a type needs, may have (null) or must not have. */
interface Form {
  readonly price: boolean
  readonly trigger: boolean
  readonly mayIceberg: boolean
}

const FORMS: Readonly<Record<RequestType, Form>> = {
  limit: { price: true, trigger: false, mayIceberg: true },
  limitMaker: { price: true, trigger: false, mayIceberg: true },
  market: { price: false, trigger: false, mayIceberg: false },
  stop: { price: false, trigger: true, mayIceberg: false },
  stopLimit: { price: true, trigger: true, mayIceberg: true },
  takeProfit: { price: false, trigger: true, mayIceberg: false },
  takeProfitLimit: { price: true, trigger: true, mayIceberg: true },
}
const EXPIRY_LEAD_US = 1_000_000

type Rule = readonly [field: string, isBroken: (order: Order, instrument: Instrument, rules: Rules) => boolean]

const hasTrigger = ({ stopPrice, trailingDeltaBps }: Order): boolean => stopPrice !== undefined || trailingDeltaBps !== undefined

const isListed = <T>(list: readonly T[] | undefined, word: T): boolean => list === undefined || list.includes(word)

const isBadIceberg: Rule[1] = ({ icebergQty, type, tif, qty }, { rules }) => {
  if (icebergQty === undefined) return false
  return !FORMS[type].mayIceberg || tif !== 'gtc' || rules?.takesIceberg === false || amountOf(icebergQty) > amountOf(qty)
}

const isBadTif: Rule[1] = ({ type, tif, expiresUs }, _instrument, { traits }) => {
  if (type === 'limitMaker' && tif !== 'gtc' && tif !== 'gtd') return true
  return tif === 'gtd' && (traits.endsAtTime !== true || matchedType(type) === 'market' || expiresUs === undefined)
}

/** Each field that does not go with the others, or that the instrument does not take. */
const RULES: readonly Rule[] = [
  ['type', ({ type }, { rules }, { traits }) => !traits.types.includes(type) || !isListed(rules?.types, type)],
  ['tif', isBadTif],
  ['price', ({ type, price }) => FORMS[type].price !== (price !== null)],
  ['stopPrice', (order) => FORMS[order.type].trigger !== hasTrigger(order)],
  ['trailingDeltaBps', ({ trailingDeltaBps }, { rules }) => trailingDeltaBps !== undefined && rules?.takesTrailing === false],
  ['icebergQty', isBadIceberg],
  ['quoteQty', ({ quoteQty, type }, { rules }) => quoteQty !== undefined && (type !== 'market' || rules?.takesQuoteQty === false)],
  ['postOnly', ({ postOnly, type }) => postOnly && type !== 'limitMaker'],
  ['selfTradePrevention', ({ selfTradePrevention: mode }, { rules }) => mode !== undefined && !isListed(rules?.selfTradePreventions, mode)],
  ['expiresUs', ({ expiresUs, tif }) => expiresUs !== undefined && tif !== 'gtd'],
]

const checkFields: Check = (order, instrument, rules) =>
  RULES.filter(([, isBroken]) => isBroken(order, instrument, rules)).map(([field]) => ({ code: 'BAD_FIELDS', field }))

const AMOUNTS = ['qty', 'price', 'stopPrice', 'icebergQty', 'quoteQty'] as const

const checkPositive: Check = (order) =>
  AMOUNTS.flatMap((field) => failed(typeof order[field] === 'string' && amountOf(order[field]) <= 0n, 'NON_POSITIVE', { field }))

/** An order with an end has to live long enough to arrive. */
const checkExpiry: Check = ({ tif, expiresUs }, _instrument, { nowUs }) =>
  failed(tif === 'gtd' && expiresUs !== undefined && expiresUs <= nowUs + EXPIRY_LEAD_US, 'EXPIRE_IN_PAST')

/** Checks that look at nothing but the order's own words. */
export const FIELD_CHECKS: readonly Check[] = [checkFields, checkPositive, checkExpiry]
