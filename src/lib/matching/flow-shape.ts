import type { Prng } from '../base/prng.ts'

/** Size and price scale of an instrument; the figures of the flow are those of BTCUSDT at 60,000 with a tick of 0.01. */
export interface FlowScale {
  /** Price that the market starts at and is drawn back to. */
  readonly midTicks: number
  /** Lots that are worth as much as one bitcoin at 60,000 quote. */
  readonly unitLots: number
}

const REFERENCE_MID_TICKS = 6_000_000

/** Draws of distances and sizes. Sizes below are in bitcoin, distances in ticks of 0.01. */
export interface FlowShape {
  /** Distance from the touch at which somebody places an order away from it. */
  deepTicks(): number
  /** How far a move carries the price. */
  moveTicks(): number
  deepLots(): number
  touchLots(): number
  /** Size of a single market order. */
  marketLots(): number
  /** Orders above this are watched by their owners. */
  readonly largeLots: number
  /** Price step of people who like round prices. */
  readonly roundTicks: number
}

const lognormal = (random: Prng, median: number, sigma: number): number => median * Math.exp(sigma * random.normal())

export const createShape = (random: Prng, scale: FlowScale): FlowShape => {
  const ticksOf = (ticks: number): number => Math.max(1, Math.round((ticks * scale.midTicks) / REFERENCE_MID_TICKS))
  const lotsOf = (coins: number): number => Math.max(1, Math.round(coins * scale.unitLots))
  return {
    deepTicks: () => ticksOf(random.chance(0.14) ? random.unit() * 200 : lognormal(random, 2_700, 1.25)),
    moveTicks: () => ticksOf(random.chance(0.3) ? random.unit() * 20 : random.exponential(190)),
    deepLots: () => lotsOf(Math.min(20, lognormal(random, 0.01, 2))),
    touchLots: () => lotsOf(random.chance(0.2) ? lognormal(random, 0.006, 1) : Math.min(8, lognormal(random, 0.9, 0.8))),
    marketLots: () => lotsOf(Math.min(3, lognormal(random, 0.0006, 2.3))),
    largeLots: lotsOf(0.05),
    roundTicks: ticksOf(100),
  }
}
