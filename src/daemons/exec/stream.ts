import { applyFill } from './fills.ts'
import { takeBalances } from './holdings.ts'
import { adopt, applyReport, findEntry } from './reports.ts'
import type { Run } from './run.ts'
import { type Turn, validity, warn } from './turn.ts'

const HELD_COUNT_MAX = 20_000

/** What the user stream needs of reconciliation, handed over so that neither has to know the other. */
export type Consequence = 'none' | 'subscribed' | 'refused' | 'ended'

/** The socket is open: ask for our events. */
export const subscribe = (turn: Turn): void => turn.emit({ type: 'stream.frame', frame: turn.venue.subscribe(turn.state.stream.generation, validity(turn)) })

/** Drops the socket; what it still says is of an earlier generation. */
export const closeStream = (turn: Turn): void => {
  turn.state.stream.generation += 1
  turn.state.stream.sinceUs = null
  turn.emit({ type: 'stream.close' })
}

const isHolding = (run: Run | null): boolean => run?.kind === 'reconcile'

/** Takes one frame. Events wait while a reconciliation is under way, because its trades come first. */
export const takeText = (turn: Turn, text: string): Consequence => {
  const { stream, run } = turn.state
  const message = turn.venue.readStream(text)
  switch (message.kind) {
    case 'order':
      if (isHolding(run) && stream.held.length < HELD_COUNT_MAX) stream.held.push(text)
      else apply(turn, text)
      return 'none'
    case 'subscribed':
      stream.sinceUs = turn.nowUs
      return 'subscribed'
    case 'refused':
      warn(turn, 'user stream refused', { reason: message.reason })
      return 'refused'
    case 'ended':
      warn(turn, 'user stream ends', { reason: message.reason })
      return 'ended'
    case 'malformed':
      turn.state.malformedCount += 1
      warn(turn, 'frame of the user stream dropped', { reason: message.reason })
      return 'none'
    case 'balances':
      if (turn.state.holdings !== null) takeBalances(turn.state, message.balances, 'some')
      return 'none'
    case 'ignored':
      return 'none'
  }
}

const apply = (turn: Turn, text: string): void => {
  const message = turn.venue.readStream(text)
  if (message.kind !== 'order') return
  const { report, fill } = message
  if (fill !== null) {
    const known = findEntry(turn, report)?.order.clientOrderId ?? adopt(turn, report)
    applyFill(turn, known, fill)
  }
  applyReport(turn, report)
}

/** Applies the frames that waited. */
export const takeHeld = (turn: Turn): void => {
  const held = turn.state.stream.held
  turn.state.stream.held = []
  for (const text of held) apply(turn, text)
}
