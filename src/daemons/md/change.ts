import { US_PER_S } from '../../lib/base/time.ts'
import type { BookReason } from '../../lib/contracts/market.ts'
import { HASH_LEVELS, topHash } from '../../lib/model/book.ts'
import type { DepthDiff } from '../../lib/venues/market.ts'
import { truncate } from './kept-levels.ts'
import { isBlind, isNear } from './known-levels.ts'
import type { Line } from './line.ts'
import type { Step } from './state.ts'

/** First diff of each event second; none when its second may have begun unseen. */
export const passSecond = (line: Line, diff: DepthDiff): boolean => {
  const second = Math.floor(diff.eventUs / US_PER_S)
  const isFirst = line.second !== null && line.second !== second
  line.second = second
  return isFirst
}

/** Counts an opinion of the venue about a book; false: it differs. Null is none. */
export const judge = ({ state }: Step, line: Line, verdict: boolean | null): boolean => {
  if (verdict === null) return true
  state.counts.checks += 1
  line.counts.checks += 1
  if (verdict) return true
  state.counts.mismatches += 1
  line.counts.mismatches += 1
  return false
}

/** What is wrong with a book after a change; null: nothing that can be seen. */
export const problemOf = (step: Step, line: Line, checksum: number | null): BookReason | null => {
  const { book, instrument } = line
  if (book.crossed()) {
    step.state.counts.crossed += 1
    return 'the book is crossed'
  }
  if (isBlind(line)) return 'the best price left the known levels'
  if (checksum !== null && !judge(step, line, step.venue.checksum(book, instrument) === checksum)) return 'the checksum of the venue differs'
  return judge(step, line, line.checks.book(line.updateId, book)) ? null : 'best prices differ from those of the venue'
}

/** Cuts a book to the levels that its venue keeps. */
export const cut = ({ venue }: Step, line: Line): void => {
  const { keptLevels } = venue.traits
  if (keptLevels === null) return
  const { book } = line
  truncate(book, keptLevels)
  const last = (side: 'buy' | 'sell'): number => (book.count(side) === keptLevels ? book.ticksAt(side, keptLevels - 1) : 0)
  line.known = { buy: last('buy'), sell: last('sell') }
}

/** The levels of a fingerprint are those of the venue: none of them lies beyond what is known. */
const isTopKnown = ({ venue }: Step, line: Line): boolean => !isNear(line, Math.min(HASH_LEVELS, venue.traits.keptLevels ?? HASH_LEVELS))

/** Brings the book up to a diff that follows it; what is wrong with it then. */
export const apply = (step: Step, line: Line, diff: DepthDiff): BookReason | null => {
  const { book } = line
  book.setAll('buy', diff.bids)
  book.setAll('sell', diff.asks)
  cut(step, line)
  line.updateId = diff.lastId
  line.fresh = false
  line.eventUs = diff.eventUs
  step.state.counts.diffs += 1
  line.counts.diffs += 1
  const isFirst = passSecond(line, diff)
  if (isFirst && !book.crossed() && isTopKnown(step, line)) step.emit({ type: 'checkpoint', symbol: line.symbol, u: diff.lastId, hash: topHash(book) })
  return problemOf(step, line, diff.checksum)
}
