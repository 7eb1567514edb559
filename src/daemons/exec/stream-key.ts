import type { VenueReply } from '../../lib/venues/orders.ts'
import { ask } from './calls.ts'
import { setTimer, type Turn, warn } from './turn.ts'
import { noteRefusal } from './venue-limits.ts'

const AGAIN_US = 60_000_000

/** The socket is open: where a key opened it, that is the subscription. False: it has still to be asked for. */
export const isSubscribedByKey = (turn: Turn): boolean => {
  const { streamKey } = turn.venue
  if (streamKey === undefined) return false
  turn.state.stream.sinceUs = turn.nowUs
  setTimer(turn, 'streamKey', streamKey.keepEveryMs * 1000)
  return true
}

/** Keeps the key alive while its stream is. */
export const keepKey = (turn: Turn): void => {
  const { venue, state } = turn
  const { streamKey } = venue
  if (streamKey === undefined || state.stream.sinceUs === null) return
  ask(turn, `streamKey|${state.stream.generation}`, () => streamKey.keep())
  setTimer(turn, 'streamKey', streamKey.keepEveryMs * 1000)
}

/** The answer to `keepKey`; false when the venue no longer knows the key: its stream is silent from now on. */
export const takeKept = (turn: Turn, generation: number, result: VenueReply): boolean => {
  const { venue, state } = turn
  if (venue.streamKey === undefined || generation !== state.stream.generation || state.stream.sinceUs === null) return true
  const answer = venue.streamKey.readKey(result)
  if (answer.kind === 'found') return true
  noteRefusal(turn, answer)
  warn(turn, 'key of the user stream is not kept', { reason: answer.reason })
  if (answer.kind === 'rejected') return false
  setTimer(turn, 'streamKey', AGAIN_US)
  return true
}
