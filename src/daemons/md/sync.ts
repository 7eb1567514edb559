import { msToUs, US_PER_S } from '../../lib/base/time.ts'
import type { MonoUs } from '../../lib/base/units.ts'
import type { BookReason, BookState } from '../../lib/contracts/market.ts'
import { topHash } from '../../lib/model/book.ts'
import type { BestPrices, DepthDiff, DepthSnapshot, MarketAnswer } from '../../lib/venues/market.ts'
import { outgoing } from './outgoing.ts'
import { forgetSnapshot, wantSnapshot } from './snapshots.ts'
import type { Line, Step } from './state.ts'

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
  line.second = null
  line.checks.forgetBook()
}

/** The book is wrong or may be: it says so and starts again. */
const lose = (step: Step, line: Line, reason: BookReason): void => {
  const steadyUs = msToUs(step.state.config.backoffMaxMs)
  if (line.state === 'valid' && step.nowUs - line.sinceUs >= steadyUs) line.attempts.count = 0
  forgetBook(line)
  enter(step, line, { state: 'stale', reason })
  wantSnapshot(step, line)
}

/** First diff of each event second; none when its second may have begun unseen. */
const passSecond = (line: Line, diff: DepthDiff): boolean => {
  const second = Math.floor(diff.eventUs / US_PER_S)
  const isFirst = line.second !== null && line.second !== second
  line.second = second
  return isFirst
}

const judge = ({ state }: Step, verdict: boolean | null): BookReason | null => {
  if (verdict !== null) state.counts.checks += 1
  if (verdict !== false) return null
  state.counts.mismatches += 1
  return 'best prices differ from those of the venue'
}

/** Brings the book up to a diff that follows it; what is wrong with it then. */
const apply = (step: Step, line: Line, diff: DepthDiff): BookReason | null => {
  const { book } = line
  const { counts } = step.state
  book.setAll('buy', diff.bids)
  book.setAll('sell', diff.asks)
  line.updateId = diff.lastId
  line.eventUs = diff.eventUs
  counts.diffs += 1
  if (book.crossed()) {
    counts.crossed += 1
    return 'the book is crossed'
  }
  if (passSecond(line, diff)) step.emit({ type: 'checkpoint', symbol: line.symbol, u: diff.lastId, hash: topHash(book) })
  return judge(step, line.checks.book(diff.lastId, book))
}

const becomeValid = (step: Step, line: Line): void => {
  if (line.everValid) step.state.counts.resyncs += 1
  enter(step, line, { state: 'valid', reason: 'ok' })
  line.everValid = true
  outgoing.book(step, line)
}

const load = (step: Step, line: Line, snapshot: DepthSnapshot): BookReason | null => {
  line.book.load('buy', snapshot.bids)
  line.book.load('sell', snapshot.asks)
  line.updateId = snapshot.lastId
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

/** Joins a snapshot with the diffs that follow it. One that is older than the first of them leaves a hole: another is asked for. */
const settle = (step: Step, line: Line): void => {
  const { held } = line
  const [first] = line.buffer
  if (held === null || first === undefined) return
  line.held = null
  if (held.lastId + 1 < first.firstId) {
    wantSnapshot(step, line)
    return
  }
  const problem = load(step, line, held) ?? replay(step, line)
  if (problem !== null) {
    lose(step, line, problem)
    return
  }
  line.buffer = []
  becomeValid(step, line)
}

/** Keeps a diff for the snapshot to come. The buffer has no holes: after one it starts again. */
const keep = (step: Step, line: Line, diff: DepthDiff): void => {
  const { counts, config } = step.state
  const last = line.buffer.at(-1)
  if (last !== undefined && diff.lastId <= last.lastId) {
    counts.duplicates += 1
    return
  }
  if (last !== undefined && diff.firstId > last.lastId + 1) {
    counts.gaps += 1
    forgetBook(line)
    wantSnapshot(step, line)
  } else if (line.buffer.length >= config.bufferCount) forgetBook(line)
  line.buffer.push(diff)
  settle(step, line)
}

const followOn = (step: Step, line: Line, diff: DepthDiff): void => {
  const { counts } = step.state
  if (diff.lastId <= line.updateId) {
    counts.duplicates += 1
    return
  }
  if (diff.firstId > line.updateId + 1) {
    counts.gaps += 1
    lose(step, line, 'a diff is missing')
    keep(step, line, diff)
    return
  }
  const problem = apply(step, line, diff)
  if (problem === null) outgoing.book(step, line)
  else lose(step, line, problem)
}

export const sync = {
  /** The stream of a line begins: its first diffs wait for a snapshot. */
  connect: (step: Step, line: Line): void => {
    line.connected = true
    line.checks.clear()
    if (line.state === 'init') enter(step, line, { state: 'syncing', reason: 'waiting for a snapshot' })
    wantSnapshot(step, line)
  },
  /** The stream broke: whatever comes after has a hole before it. */
  disconnect: (step: Step, line: Line, reason: BookReason): void => {
    line.connected = false
    forgetSnapshot(step, line)
    forgetBook(line)
    if (line.state !== 'init') enter(step, line, { state: 'stale', reason })
  },
  diff: (step: Step, line: Line, { diff, receivedMonoUs }: { readonly diff: DepthDiff; readonly receivedMonoUs: MonoUs }): void => {
    line.receivedMonoUs = receivedMonoUs
    if (line.state === 'valid') followOn(step, line, diff)
    else keep(step, line, diff)
  },
  /** The venue's best prices, as the second opinion on a valid book. */
  ticker: (step: Step, line: Line, best: BestPrices): void => {
    const verdict = line.checks.ticker(best)
    if (line.state !== 'valid') return
    const problem = judge(step, verdict)
    if (problem !== null) lose(step, line, problem)
  },
  /** The answer to the one snapshot request of a line. */
  snapshot: (step: Step, line: Line, answer: MarketAnswer): void => {
    line.requestId = null
    if (!line.connected || line.state === 'valid' || line.held !== null) return
    const read = step.venue.readSnapshot(answer, line.instrument)
    if (read.ok) {
      line.held = read.value
      settle(step, line)
      return
    }
    const { reason, pauseUs } = read.error
    step.state.pausedUntilUs = Math.max(step.state.pausedUntilUs, step.nowUs + pauseUs)
    step.emit({ type: 'log', level: 'warn', message: 'no snapshot', fields: { symbol: line.symbol, reason } })
    wantSnapshot(step, line)
  },
}
