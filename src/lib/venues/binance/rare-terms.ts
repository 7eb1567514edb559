import { parseMoney } from '../../base/money.ts'
import type { OrderTerms, SelfTradePrevention } from '../../model/order-terms.ts'
import type { VenueParams } from '../../ports/venue.ts'
import { decimalOf } from './field-values.ts'
import type { Fields } from './fields.ts'

const PREVENTIONS: Readonly<Record<SelfTradePrevention, string>> = {
  none: 'NONE',
  expireTaker: 'EXPIRE_TAKER',
  expireMaker: 'EXPIRE_MAKER',
  expireBoth: 'EXPIRE_BOTH',
  decrement: 'DECREMENT',
  transfer: 'TRANSFER',
}
const MODES: ReadonlyMap<unknown, SelfTradePrevention> = new Map(Object.entries(PREVENTIONS).map(([mode, word]) => [word, mode as SelfTradePrevention]))

/** Binance's word for a mode of self-trade prevention in ours; undefined for one that is not known here. */
export const modeOf = (word: unknown): SelfTradePrevention | undefined => MODES.get(word)

/** Names of the fields that only some orders have, in REST objects. */
export const REST_RARE_NAMES = {
  stopPrice: 'stopPrice',
  trailingDelta: 'trailingDelta',
  icebergQty: 'icebergQty',
  quoteQty: 'origQuoteOrderQty',
  prevention: 'selfTradePreventionMode',
} as const
/** The same in stream events. */
export const STREAM_RARE_NAMES = { stopPrice: 'P', trailingDelta: 'd', icebergQty: 'F', quoteQty: 'Q', prevention: 'V' } as const

/** An amount that is there; the venue writes zero for none. */
const amountIn = (fields: Fields, name: string): string | undefined => {
  const text = fields[name]
  return typeof text === 'string' && (parseMoney(text) ?? 0n) > 0n ? decimalOf(fields, name) : undefined
}

/** The terms that only some orders have, out of a message about one. */
export const rareTermsOf = (fields: Fields, names: Readonly<Record<keyof typeof REST_RARE_NAMES, string>>): OrderTerms => {
  const [stopPrice, icebergQty, quoteQty] = [names.stopPrice, names.icebergQty, names.quoteQty].map((name) => amountIn(fields, name))
  const delta = fields[names.trailingDelta]
  const selfTradePrevention = modeOf(fields[names.prevention])
  return {
    ...(stopPrice === undefined ? {} : { stopPrice }),
    ...(typeof delta === 'number' && delta > 0 ? { trailingDeltaBps: delta } : {}),
    ...(icebergQty === undefined ? {} : { icebergQty }),
    ...(quoteQty === undefined ? {} : { quoteQty }),
    ...(selfTradePrevention === undefined ? {} : { selfTradePrevention }),
  }
}

const given = (name: string, value: string | number | undefined): VenueParams => (value === undefined ? [] : [[name, value]])

/** The same terms as parameters of a new order; the amount of quote is not among them, because it takes the place of the quantity. */
export const rareParams = ({ stopPrice, trailingDeltaBps, icebergQty, selfTradePrevention }: OrderTerms): VenueParams => [
  ...given('stopPrice', stopPrice),
  ...given('trailingDelta', trailingDeltaBps),
  ...given('icebergQty', icebergQty),
  ...given('selfTradePreventionMode', selfTradePrevention === undefined ? undefined : PREVENTIONS[selfTradePrevention]),
]
