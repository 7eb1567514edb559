import { msToUs } from '../../lib/base/time.ts'
import { Book } from '../../lib/model/book.ts'
import type { Side } from '../../lib/model/order.ts'
import type { DepthSnapshot } from '../../lib/venues/market.ts'
import { depthFor } from './budget.ts'
import { joins } from './chain.ts'
import { isBeyond, type Known, knownBy } from './horizon.ts'
import { isNearHorizon } from './known-levels.ts'
import type { Line } from './line.ts'
import { wantSnapshot } from './snapshots.ts'
import type { Step } from './state.ts'

const COMPARED_LEVELS = 20

/** The book as the snapshot and the diffs since then make it. */
const rebuilt = ({ buffer }: Line, snapshot: DepthSnapshot): Book => {
  const book = new Book()
  book.load('buy', snapshot.bids)
  book.load('sell', snapshot.asks)
  for (const diff of buffer) {
    if (diff.lastId <= snapshot.lastId) continue
    book.setAll('buy', diff.bids)
    book.setAll('sell', diff.asks)
  }
  return book
}

/** The price of a level, or null: its side ends there, or what comes is not known. */
const knownTicks = (known: Known, side: Side, ticks: number): number | null => (ticks === 0 || isBeyond(known, side, ticks) ? null : ticks)

/** Where one side has no more known levels, the other may have some only beyond what the first knows. */
const sameSide = (line: Line, side: Side, { book, known }: { readonly book: Book; readonly known: Known }): boolean => {
  for (let level = 0; level < COMPARED_LEVELS; level++) {
    const ours = knownTicks(line.known, side, line.book.ticksAt(side, level))
    const theirs = knownTicks(known, side, book.ticksAt(side, level))
    if (ours === null) return theirs === null || isBeyond(line.known, side, theirs)
    if (theirs === null) return isBeyond(known, side, ours)
    if (ours !== theirs || line.book.lotsAt(side, level) !== book.lotsAt(side, level)) return false
  }
  return true
}

const isCovered = ({ buffer, updateId }: Line, snapshot: DepthSnapshot): boolean => {
  const [first] = buffer
  return first === undefined ? snapshot.lastId === updateId : joins(snapshot.lastId, first)
}

const begin = (step: Step, line: Line, levels: number): void => {
  line.wantedLevels = levels
  line.refreshing = true
  wantSnapshot(step, line)
}

/** The next depth on offer above the one that the book was built from; the same when there is none, none is wanted, or the book is known whole. */
const deeper = (step: Step, line: Line): number => {
  const target = depthFor(step.venue.traits, step.state.config.depthLevelsCount).levels
  const isWhole = line.known.buy === 0 && line.known.sell === 0
  return isWhole || line.askedLevels >= target ? line.askedLevels : depthFor(step.venue.traits, line.askedLevels + 1).levels
}

/** Asks for a new snapshot of a valid book when its touch nears what is not known, or when a deeper one is wanted. */
export const careForHorizon = (step: Step, line: Line): void => {
  const { config } = step.state
  if (line.refreshing || step.venue.traits.proof !== 'sequence') return
  const levels = deeper(step, line)
  const isRested = step.nowUs - line.heldUs >= msToUs(config.backoffMaxMs)
  if (isRested) line.attempts.count = 0
  if (levels > line.askedLevels || (isRested && isNearHorizon(step, line))) begin(step, line, levels)
}

/** Asks whether a valid book whose stream is still is what the venue has, by the lightest snapshot that holds all of it. */
export const confirm = (step: Step, line: Line): void => {
  if (line.refreshing) return
  const { book, known } = line
  const isWhole = known.buy === 0 && known.sell === 0
  begin(step, line, isWhole ? Math.max(book.count('buy'), book.count('sell')) + 1 : line.askedLevels)
}

/**
 * Joins a snapshot with a valid book: once the book has reached it, snapshot and diffs since then must come to the same touch.
 * Null: not yet, or asked again; true: the book goes on from the snapshot; false: one of the two is wrong.
 */
export const settleRefresh = (step: Step, line: Line): boolean | null => {
  const { held } = line
  if (held === null || line.updateId < held.lastId) return null
  line.held = null
  if (!isCovered(line, held)) {
    wantSnapshot(step, line)
    return null
  }
  const [book, known] = [rebuilt(line, held), knownBy(held, line.askedLevels)]
  line.buffer = []
  line.refreshing = false
  line.attempts.count = 0
  if (book.crossed() || !sameSide(line, 'buy', { book, known }) || !sameSide(line, 'sell', { book, known })) return false
  line.book = book
  line.known = known
  step.state.counts.refreshes += 1
  return true
}
