/** What happens when two orders of one owner would trade; the taker's wish decides. */
export type SelfTrade = 'trade' | 'expireTaker' | 'expireMaker' | 'expireBoth' | 'decrement'

/** Lots that each side loses instead of trading. */
export interface PreventedLots {
  readonly makerLots: number
  readonly takerLots: number
}

type Rule = (makerLots: number, takerLots: number) => PreventedLots

const RULES: Readonly<Record<Exclude<SelfTrade, 'trade'>, Rule>> = {
  expireTaker: (_makerLots, takerLots) => ({ makerLots: 0, takerLots }),
  expireMaker: (makerLots) => ({ makerLots, takerLots: 0 }),
  expireBoth: (makerLots, takerLots) => ({ makerLots, takerLots }),
  decrement: (makerLots, takerLots) => {
    const lots = Math.min(makerLots, takerLots)
    return { makerLots: lots, takerLots: lots }
  },
}

/** What both sides lose when they have so much left; at least one of them loses all. */
export const preventedLots = (mode: Exclude<SelfTrade, 'trade'>, makerLots: number, takerLots: number): PreventedLots => RULES[mode](makerLots, takerLots)
