import { WeightBudget } from '../../lib/base/weight-budget.ts'
import type { MarketTraits, SnapshotDepth } from '../../lib/venues/market.ts'

/** The request weight of a venue as all symbols share it. */
export class Budget extends WeightBudget {
  constructor({ weightPerMinute }: MarketTraits, shareRatio: number) {
    super(weightPerMinute, shareRatio)
  }
}

/** The depth on offer that holds so many levels, or the deepest. */
export const depthFor = ({ depths }: MarketTraits, levels: number): SnapshotDepth =>
  depths.find((depth) => depth.levels >= levels) ?? depths.at(-1) ?? { levels, weight: 0 }
