import type { VenueRefusal } from '../../lib/venues/orders.ts'
import { askNow } from './calls.ts'
import { addSample } from './clock-offset.ts'
import { raiseHalt } from './halts.ts'
import { record } from './outbox.ts'
import { setTimer, type Turn, venueUs, warn } from './turn.ts'

const RETRY_MS = 1_000

/** Draws the consequences of a refusal that is not about the order: silence until a ban ends, a new look at the venue's clock. */
export const noteRefusal = (turn: Turn, refusal: VenueRefusal): void => {
  if (refusal.kind === 'clock') sampleClock(turn)
  if (refusal.kind !== 'rateLimited') return
  const retryAfterMs = refusal.retryAfterMs ?? RETRY_MS
  warn(turn, 'venue limits our requests', { reason: refusal.reason, retryAfterMs })
  obey(turn, refusal, venueUs(turn) + retryAfterMs * 1000)
}

const obey = (turn: Turn, { limit, reason }: VenueRefusal, untilUs: number): void => {
  const { limiter } = turn.state.gate
  if (limit === 'orders') {
    limiter.freezeOrders(venueUs(turn))
    return
  }
  limiter.freeze(untilUs)
  if (limit !== 'ban') return
  record(turn, { type: 'venue.banned', untilUs, reason })
  raiseHalt(turn, { scope: '*', level: 'K1', reason: `the venue shut us out: ${reason}`, by: 'exec' })
}

/** Asks for the venue's time; the id carries when. */
const sampleClock = (turn: Turn): void => {
  askNow(turn, `time|${turn.nowUs}`, () => turn.venue.time())
}

/** Asks for the venue's time at once, unless an answer is on its way. */
export const readClock = (turn: Turn): void => {
  if (![...turn.state.gate.inFlight.keys()].some((id) => id.startsWith('time|'))) sampleClock(turn)
}

/** Takes an answer to `sampleClock`. */
export const takeTime = (turn: Turn, askedUs: number, venueMs: number): void => {
  turn.state.clock = addSample(turn.state.clock, venueMs, { askedUs, heardUs: turn.nowUs })
}

/** Samples the clock and comes back for the next sample. */
export const keepClock = (turn: Turn): void => {
  sampleClock(turn)
  setTimer(turn, 'clock', turn.state.config.clockEveryMs * 1000)
}
