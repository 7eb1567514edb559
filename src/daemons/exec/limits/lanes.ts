/**
 * Who goes first when the venue's budget is short. `halt`: cancel-all and dead-man; `cancel`: cancels and what only reduces; `order`: new
 * orders; `query`: fates of unknown orders and reconciliation; `housekeeping`: clock and the like.
 */
export type Lane = 'halt' | 'cancel' | 'order' | 'query' | 'housekeeping'

/** Lanes from first to last. */
export const LANES: readonly Lane[] = ['halt', 'cancel', 'order', 'query', 'housekeeping']

interface LaneRule {
  /** The budget may be used up to here by this lane's calls, in ten-thousandths of the limit. */
  readonly shareBp: number
  /** What the lane's own calls may take of one window, in ten-thousandths of the limit. */
  readonly ownBp: number
  /** Calls that may wait. */
  readonly queueCount: number
}

/** New orders stop at 80 %, so that cancels always fit into what is left. */
export const LANE_RULES: Readonly<Record<Lane, LaneRule>> = {
  halt: { shareBp: 10_000, ownBp: 10_000, queueCount: 4_096 },
  cancel: { shareBp: 9_500, ownBp: 10_000, queueCount: 4_096 },
  order: { shareBp: 8_000, ownBp: 10_000, queueCount: 64 },
  query: { shareBp: 9_000, ownBp: 4_000, queueCount: 1_024 },
  housekeeping: { shareBp: 5_000, ownBp: 10_000, queueCount: 16 },
}
