import type { PriceRange } from '../trading/stops.ts'

/** The last price of a market, and the prices since somebody looked. */
export interface LastPrice {
  readonly ticks: number | null
  note(ticks: number): void
  takeRange(): PriceRange | null
}

export const createLastPrice = (): LastPrice => {
  let last: number | null = null
  let range: PriceRange | null = null
  return {
    get ticks() {
      return last
    },
    note: (ticks) => {
      last = ticks
      range =
        range === null ? { lowTicks: ticks, highTicks: ticks } : { lowTicks: Math.min(range.lowTicks, ticks), highTicks: Math.max(range.highTicks, ticks) }
    },
    takeRange: () => {
      const taken = range
      range = null
      return taken
    },
  }
}
