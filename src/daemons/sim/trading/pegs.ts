import type { Side } from '../../../lib/model/order.ts'
import { type Market, oppositeOf } from '../market/market.ts'
import type { Params } from '../spot/params.ts'
import { refusals } from '../spot/refusal.ts'
import type { Peg } from './orders.ts'

const PRICE_TYPES: readonly Peg['priceType'][] = ['PRIMARY_PEG', 'MARKET_PEG']
const LEVELS_MAX = 100

const levelsOf = (params: Params): number | null => {
  const [type, levels] = [params.get('pegOffsetType'), params.whole('pegOffsetValue')]
  if (type === undefined && levels === undefined) return null
  if (type !== 'PRICE_LEVEL') throw refusals.badValue('pegOffsetType')
  if (levels === undefined) throw refusals.missing('pegOffsetValue')
  if (levels > LEVELS_MAX) throw refusals.badValue('pegOffsetValue')
  return levels
}

/** What a new order takes its price from; undefined when it names its own. Refused with -1102, -1106 or -1130. */
export const readPeg = (params: Params): Peg | undefined => {
  const word = params.get('pegPriceType')
  if (word === undefined) {
    const spare = ['pegOffsetType', 'pegOffsetValue'].find((name) => params.get(name) !== undefined)
    if (spare !== undefined) throw refusals.notRequired(spare)
    return undefined
  }
  const priceType = PRICE_TYPES.find((type) => type === word)
  if (priceType === undefined) throw refusals.badValue('pegPriceType')
  return { priceType, levels: levelsOf(params) }
}

/** The price that a peg gives an order now; refused with -2010 when the book has no such level. */
export const peggedTicks = ({ priceType, levels }: Peg, side: Side, market: Market): number => {
  const from = priceType === 'PRIMARY_PEG' ? side : oppositeOf(side)
  const rank = levels ?? 0
  const ticks = rank === 0 ? market.touchTicks(from) : (market.replica.level(from, rank)?.ticks ?? null)
  if (ticks === null) throw refusals.rejected('The book has no price level for the peg.')
  return ticks
}
