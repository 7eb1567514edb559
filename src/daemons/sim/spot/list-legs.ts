import type { OrderWish } from '../trading/orders.ts'
import type { Params } from './params.ts'
import { Refusal, refusals } from './refusal.ts'

const upperFirst = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

/** Parameters of a list that all its orders share. */
const SHARED: ReadonlySet<string> = new Set(['symbol', 'newOrderRespType', 'selfTradePreventionMode'])

/** The parameters of one order of a list: `price` of the leg `above` is `abovePrice`; `given` ones come from elsewhere. */
export const legParams = (params: Params, prefix: string, given: Readonly<Record<string, string | undefined>>): Params => {
  const nameOf = (name: string): string => {
    if (SHARED.has(name)) return name
    return `${prefix}${name === 'newClientOrderId' ? 'ClientOrderId' : upperFirst(name)}`
  }
  return {
    names: () => params.names(),
    get: (name) => (name in given ? given[name] : params.get(nameOf(name))),
    need: (name) => {
      const value = given[name]
      if (value !== undefined && value !== '') return value
      return params.need(nameOf(name))
    },
    whole: (name) => params.whole(nameOf(name)),
  }
}

const misplaced = (code: number, text: string): Refusal => new Refusal(400, code, { text })

type Leg = OrderWish['type'] | 'stopLoss' | 'takeProfit'

const kindOf = ({ stop, type }: OrderWish): Leg => stop?.kind ?? type

/** What may not stand above in a list of a side, and what not below. */
const WRONG: Readonly<Record<string, readonly [code: number, text: string]>> = {
  'buy limitMaker above': [-1165, 'A limit order in a buy OCO must be below.'],
  'sell limitMaker below': [-1166, 'A limit order in a sell OCO must be above.'],
  'buy stopLoss below': [-1196, 'A stop loss order in a buy OCO must be above.'],
  'sell stopLoss above': [-1197, 'A stop loss order in a sell OCO must be below.'],
  'buy takeProfit above': [-1198, 'A take profit order in a buy OCO must be below.'],
  'sell takeProfit below': [-1199, 'A take profit order in a sell OCO must be above.'],
}

/** Refused when the two orders cannot be a pair of which one trades. */
export const assertPair = (above: OrderWish, below: OrderWish): void => {
  const [upper, lower] = [kindOf(above), kindOf(below)]
  if ([upper, lower].some((kind) => kind === 'limit' || kind === 'market')) throw misplaced(-1158, 'Order type not supported in OCO.')
  if (upper === 'limitMaker' && lower === 'limitMaker') throw misplaced(-1168, 'At least one OCO order must be contingent.')
  const wrong = WRONG[`${above.side} ${upper} above`] ?? WRONG[`${above.side} ${lower} below`]
  if (wrong !== undefined) throw misplaced(...wrong)
  const [upperTicks, lowerTicks] = [above, below].map((wish) => wish.stop?.ticks ?? wish.ticks)
  if ((upperTicks ?? 0) > 0 && (upperTicks ?? 0) <= (lowerTicks ?? 0)) throw refusals.rejected('The relationship of the prices for the orders is not correct.')
}
