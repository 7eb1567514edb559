import type { Prevention } from '../../../lib/matching/engine.ts'

/** A match that self-trade prevention kept from happening. */
export interface PreventedMatch extends Prevention {
  readonly id: number
  readonly symbol: string
  readonly account: string
  readonly word: string
  readonly atMs: number
}
