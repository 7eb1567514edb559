import type { DepthDiff } from '../../lib/venues/market.ts'

/** The id that a diff is a change of. Where the venue names it, ids may jump; else `firstId` follows it. */
const baseOf = ({ prevId, firstId }: DepthDiff): number => prevId ?? firstId - 1

/** The diff is a change of what has come so far: its base is the end of the chain, or ids without a hole overlap it. */
export const follows = (lastId: number, diff: DepthDiff): boolean => (diff.prevId === null ? diff.firstId <= lastId + 1 : diff.prevId === lastId)

/** The diff can be the first after a snapshot: it begins at or before it. Sizes are absolute, so what the snapshot holds already does no harm. */
export const joins = (snapshotId: number, diff: DepthDiff): boolean => baseOf(diff) <= snapshotId

/** Two snapshots, one long after the other, name the same id, and no diff goes beyond it: the market rests, so the book needs no diff. */
export const isAtRest = (snapshotId: number, seenId: number, last: DepthDiff | undefined): boolean =>
  snapshotId === seenId && (last === undefined || last.lastId <= snapshotId)

/** A diff whose levels nobody will overwrite. */
export const keptDiff = (diff: DepthDiff): DepthDiff => ({ ...diff, bids: Float64Array.from(diff.bids), asks: Float64Array.from(diff.asks) })
