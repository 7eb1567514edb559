import { US_PER_S } from '../../lib/base/time.ts'
import type { MonoUs } from '../../lib/base/units.ts'
import type { BookReason, BookState } from '../../lib/contracts/market.ts'
import type { BestPrices, BookImage, DepthDiff, DepthSnapshot, MarketAnswer } from '../../lib/venues/market.ts'
import { follows, isAtRest, joins, keptDiff } from './chain.ts'
import { apply, cut, judge, passSecond, problemOf } from './change.ts'
import { KNOWN_WHOLE, knownBy } from './horizon.ts'
import type { Line } from './line.ts'
import { outgoing } from './outgoing.ts'
import { keepQuiet } from './quiet.ts'
import { careForHorizon, settleRefresh } from './refresh.ts'
import { noteHeard } from './silence.ts'
import { forgetSnapshot, wantSnapshot } from './snapshots.ts'
import type { Step } from './state.ts'

/** Adds the time that a book which once was valid is not. */
export const countStaleness = ({ state, nowUs }: Step, line: Line): void => {
  if (line.everValid && line.state !== 'valid') state.counts.staleUs += nowUs - line.countedUs
  line.countedUs = nowUs
}

const enter = (step: Step, line: Line, to: { readonly state: BookState; readonly reason: BookReason }): void => {
  if (line.state === to.state && line.reason === to.reason) return
  countStaleness(step, line)
  if (line.state !== to.state) line.sinceUs = step.nowUs
  line.state = to.state
  line.reason = to.reason
  outgoing.state(step, line)
}

const forgetBook = (line: Line): void => {
  line.buffer = []
  line.held = null
  line.refreshing = false
  line.second = null
  line.checks.forgetBook()
}

/** A book that held so long has healed: what breaks it then is another trouble, with a back-off of its own. */
const STEADY_US = US_PER_S / 2

/** The book is wrong or may be: it says so and starts again. */
const lose = (step: Step, line: Line, reason: BookReason): void => {
  if (line.state === 'valid' && step.nowUs - line.sinceUs >= STEADY_US) forgetSnapshot(step, line)
  forgetBook(line)
  enter(step, line, { state: 'stale', reason })
  wantSnapshot(step, line)
}

const becomeValid = (step: Step, line: Line): void => {
  if (line.everValid) {
    step.state.counts.resyncs += 1
    line.counts.resyncs += 1
  }
  enter(step, line, { state: 'valid', reason: 'ok' })
  line.everValid = true
  outgoing.book(step, line)
  careForHorizon(step, line)
}

const load = (step: Step, line: Line, snapshot: DepthSnapshot): BookReason | null => {
  line.book.load('buy', snapshot.bids)
  line.book.load('sell', snapshot.asks)
  line.known = knownBy(snapshot, line.askedLevels)
  line.updateId = snapshot.lastId
  line.fresh = true
  if (!line.book.crossed()) return null
  step.state.counts.crossed += 1
  return 'the book is crossed'
}

const replay = (step: Step, line: Line): BookReason | null => {
  for (const diff of line.buffer) {
    if (diff.lastId <= line.updateId) passSecond(line, diff)
    else {
      const problem = apply(step, line, diff)
      if (problem !== null) return problem
    }
  }
  return null
}

/** Joins a snapshot with the diffs that follow it, or with none where nothing happens. One that is older than the first of them leaves a hole: another is asked for. One from their future waits. */
const settle = (step: Step, line: Line): void => {
  const { held, buffer } = line
  const [first, last] = [buffer[0], buffer.at(-1)]
  if (held === null) return
  if (!isAtRest(held.lastId, line.seenId, last)) {
    if (first === undefined || last === undefined) return
    if (!joins(held.lastId, first)) {
      line.held = null
      wantSnapshot(step, line)
      return
    }
    if (last.lastId < held.lastId) return
  }
  line.held = null
  const problem = load(step, line, held) ?? replay(step, line)
  line.buffer = []
  if (problem === null) becomeValid(step, line)
  else lose(step, line, problem)
}

const countGap = ({ state }: Step, line: Line): void => {
  state.counts.gaps += 1
  line.counts.gaps += 1
}

const countDuplicate = ({ state }: Step, line: Line): void => {
  state.counts.duplicates += 1
  line.counts.duplicates += 1
}

const continues = (line: Line, diff: DepthDiff): boolean => (line.fresh ? joins : follows)(line.updateId, diff)

/** The diff that was missing came after all, before any snapshot: nothing is lost, and the book goes on. */
const takeLate = (step: Step, line: Line, diff: DepthDiff): boolean => {
  const [first] = line.buffer
  const isMissing = line.state === 'stale' && line.reason === 'a diff is missing' && diff.lastId > line.updateId
  if (!isMissing || first === undefined || !continues(line, diff) || !follows(diff.lastId, first)) return false
  line.held = null
  const problem = apply(step, line, diff) ?? replay(step, line)
  line.buffer = []
  if (problem === null) becomeValid(step, line)
  else lose(step, line, problem)
  return true
}

/** Keeps a diff for the snapshot to come. The buffer has no holes: after one it starts again. */
const keep = (step: Step, line: Line, diff: DepthDiff): void => {
  const last = line.buffer.at(-1)
  if (last !== undefined && diff.lastId <= last.lastId) {
    if (!takeLate(step, line, diff)) countDuplicate(step, line)
    return
  }
  if (last !== undefined && !follows(last.lastId, diff)) {
    countGap(step, line)
    forgetBook(line)
    wantSnapshot(step, line)
  } else if (line.buffer.length >= step.state.config.bufferCount) forgetBook(line)
  line.buffer.push(keptDiff(diff))
  settle(step, line)
}

/** A valid book that is being refreshed keeps the diffs since its request. Too many of them begin again: the buffer has no holes. */
const keepTail = (step: Step, line: Line, diff: DepthDiff): void => {
  if (!line.refreshing || (line.requestId === null && line.held === null)) return
  if (line.buffer.length >= step.state.config.bufferCount) line.buffer = []
  line.buffer.push(keptDiff(diff))
  if (settleRefresh(step, line) === false) loseToSnapshot(step, line)
}

const loseToSnapshot = (step: Step, line: Line): void => {
  step.state.counts.mismatches += 1
  line.counts.mismatches += 1
  lose(step, line, 'a snapshot differs from the book')
}

const show = (step: Step, line: Line, diff: DepthDiff): void => {
  outgoing.book(step, line)
  keepTail(step, line, diff)
  if (line.state === 'valid') careForHorizon(step, line)
}

const followOn = (step: Step, line: Line, diff: DepthDiff): void => {
  if (diff.lastId <= line.updateId) {
    countDuplicate(step, line)
    return
  }
  if (!continues(line, diff)) {
    countGap(step, line)
    lose(step, line, 'a diff is missing')
    keep(step, line, diff)
    return
  }
  const problem = apply(step, line, diff)
  if (problem === null) show(step, line, diff)
  else lose(step, line, problem)
}

/** Where no ids come, md counts; without the book that a change belongs to it means nothing. */
const followStream = (step: Step, line: Line, diff: DepthDiff): void => {
  if (line.state !== 'valid') return
  const id = line.updateId + 1
  const problem = apply(step, line, { ...diff, firstId: id, lastId: id })
  if (problem === null) outgoing.book(step, line)
  else lose(step, line, problem)
}

const refused = (step: Step, line: Line, { reason, pauseUs }: { readonly reason: string; readonly pauseUs: number }): void => {
  keepQuiet(step, pauseUs)
  step.emit({ type: 'log', level: 'warn', message: 'no snapshot', fields: { symbol: line.symbol, reason } })
  wantSnapshot(step, line)
}

const take = (step: Step, line: Line, snapshot: DepthSnapshot): void => {
  line.held = snapshot
  line.heldUs = step.nowUs
  if (line.state !== 'valid') settle(step, line)
  else if (settleRefresh(step, line) === false) loseToSnapshot(step, line)
}

export const sync = {
  /** The stream of a line begins: its first diffs wait for a snapshot. */
  connect: (step: Step, line: Line): void => {
    line.connected = true
    line.seenId = 0
    line.heardUs = step.nowUs
    line.checks.clear()
    if (line.state === 'init') enter(step, line, { state: 'syncing', reason: 'waiting for a snapshot' })
    if (step.venue.traits.proof === 'sequence') wantSnapshot(step, line)
  },
  /** The stream broke: whatever comes after has a hole before it. */
  disconnect: (step: Step, line: Line, reason: BookReason): void => {
    line.connected = false
    forgetSnapshot(step, line)
    forgetBook(line)
    if (line.state !== 'init') enter(step, line, { state: 'stale', reason })
  },
  /** Somebody outside mistrusts the book. */
  lose,
  diff: (step: Step, line: Line, { diff, receivedMonoUs }: { readonly diff: DepthDiff; readonly receivedMonoUs: MonoUs }): void => {
    line.receivedMonoUs = receivedMonoUs
    noteHeard(step, line)
    if (step.venue.traits.proof !== 'sequence') followStream(step, line, diff)
    else if (line.state === 'valid') followOn(step, line, diff)
    else keep(step, line, diff)
  },
  /** The stream itself brought the whole book. */
  image: (step: Step, line: Line, { image, receivedMonoUs }: { readonly image: BookImage; readonly receivedMonoUs: MonoUs }): void => {
    line.receivedMonoUs = receivedMonoUs
    line.connected = true
    noteHeard(step, line)
    line.book.load('buy', image.bids)
    line.book.load('sell', image.asks)
    line.known = KNOWN_WHOLE
    cut(step, line)
    line.updateId += 1
    line.eventUs = image.eventUs
    const problem = problemOf(step, line, image.checksum)
    if (problem !== null) lose(step, line, problem)
    else if (line.state === 'valid') outgoing.book(step, line)
    else becomeValid(step, line)
  },
  /** The venue's best prices, as the second opinion on a valid book. */
  ticker: (step: Step, line: Line, best: BestPrices): void => {
    const verdict = best.updateId > 0 ? line.checks.ticker(best) : null
    if (line.state === 'valid' && !judge(step, line, verdict)) lose(step, line, 'best prices differ from those of the venue')
  },
  /** The answer to the one snapshot request of a line. */
  snapshot: (step: Step, line: Line, answer: MarketAnswer): void => {
    line.requestId = null
    if (!line.connected || line.held !== null || (line.state === 'valid' && !line.refreshing)) return
    const read = step.venue.readSnapshot(answer, line.instrument)
    if (read.ok) take(step, line, read.value)
    else refused(step, line, read.error)
  },
}
