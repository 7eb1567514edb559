import type { VenueRefusal } from '../../lib/venues/orders.ts'
import { addSample } from './clock-offset.ts'
import { ask, setTimer, type Turn, warn } from './turn.ts'

const RETRY_MS = 1_000

/** Draws the consequences of a refusal that is not about the order: silence until a ban ends, a new look at the venue's clock. */
export const noteRefusal = (turn: Turn, refusal: VenueRefusal): void => {
  if (refusal.kind === 'clock') sampleClock(turn)
  if (refusal.kind !== 'rateLimited') return
  const untilUs = turn.nowUs + (refusal.retryAfterMs ?? RETRY_MS) * 1000
  turn.state.bannedUntilUs = Math.max(turn.state.bannedUntilUs, untilUs)
  warn(turn, 'venue limits our requests', { reason: refusal.reason, retryAfterMs: refusal.retryAfterMs ?? RETRY_MS })
}

/** Asks for the venue's time; the id carries when. */
const sampleClock = (turn: Turn): void => {
  ask(turn, `time|${turn.nowUs}`, turn.venue.time())
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
