import type { BestPrices } from './market.ts'

/** True of best prices with a size where there is no price. */
export const hasBareSize = ({ bidTicks, bidLots, askTicks, askLots }: Pick<BestPrices, 'bidTicks' | 'bidLots' | 'askTicks' | 'askLots'>): boolean =>
  (bidTicks === 0 && bidLots > 0) || (askTicks === 0 && askLots > 0)

/** True of a number that a control message may have had: the answer to any other answers nobody. */
export const isControlId = (id: unknown): id is number => typeof id === 'number' && Number.isSafeInteger(id) && id >= 0
