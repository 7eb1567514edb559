import type { Prng } from '../base/prng.ts'

/** How often things go wrong in a world, as probabilities per message, and how long a hop takes. */
export interface FaultRates {
  readonly dropRatio: number
  readonly duplicateRatio: number
  readonly reorderRatio: number
  readonly hopUsMin: number
  readonly hopUsMax: number
  /** Order calls whose answer never arrives although the venue acted. */
  readonly lostAnswerRatio: number
  /** User events that arrive twice. */
  readonly userDuplicateRatio: number
  /** Market frames that never arrive. */
  readonly frameDropRatio: number
}

/** The rates of the safety phase. */
export const SAFETY: FaultRates = {
  dropRatio: 0.01,
  duplicateRatio: 0.01,
  reorderRatio: 0.01,
  hopUsMin: 100,
  hopUsMax: 5_000,
  lostAnswerRatio: 0.01,
  userDuplicateRatio: 0.1,
  frameDropRatio: 0.0002,
}

/** No fault at all; hops still take their time. */
export const QUIET: FaultRates = { ...SAFETY, dropRatio: 0, duplicateRatio: 0, reorderRatio: 0, lostAnswerRatio: 0, userDuplicateRatio: 0, frameDropRatio: 0 }

/** Rolls the dice for one link of a world and counts what it did. */
export interface Faults {
  hopUs(): number
  strikes(kind: FaultKind): boolean
  setRates(rates: FaultRates): void
  readonly count: number
}

export type FaultKind = 'drop' | 'duplicate' | 'reorder' | 'lostAnswer' | 'userDuplicate' | 'frameDrop'

export const createFaults = (chance: Prng, start: FaultRates): Faults => {
  let rates = start
  let count = 0
  return {
    hopUs: () => rates.hopUsMin + chance.below(rates.hopUsMax - rates.hopUsMin + 1),
    strikes: (kind) => {
      const struck = chance.chance(rates[`${kind}Ratio`])
      if (struck) count += 1
      return struck
    },
    setRates: (next) => {
      rates = next
    },
    get count() {
      return count
    },
  }
}
