import { msToUs } from '../../lib/base/time.ts'
import type { MarketAnswer } from '../../lib/venues/market.ts'
import { nextWaitUs } from './backoff.ts'
import { links } from './links.ts'
import { keepQuiet } from './quiet.ts'
import { nearestHint } from './requests.ts'
import type { Step } from './state.ts'

const EXIT_USAGE = 2

/** Name of the request for the venue's rules, and of the timer before the next attempt. */
export const INSTRUMENTS = 'instruments'

/** Asks the venue what it trades. */
export const requestInstruments = ({ state, venue, nowUs, emit }: Step): void => {
  const waitUs = state.budget.spend(venue.traits.instrumentsWeight, nowUs, false)
  if (waitUs > 0) emit({ type: 'timer.set', id: INSTRUMENTS, afterUs: waitUs })
  else emit({ type: 'venue.request', id: INSTRUMENTS, request: venue.instruments(), timeoutUs: msToUs(state.config.requestTimeoutMs) })
}

/** The first answer starts everything; a symbol that the venue does not know ends md. */
export const takeInstruments = (step: Step, answer: MarketAnswer): void => {
  const { state, venue, emit } = step
  const read = venue.readInstruments(answer)
  if (!read.ok) {
    keepQuiet(step, read.error.pauseUs)
    emit({ type: 'log', level: 'warn', message: 'no instruments', fields: { reason: read.error.reason } })
    emit({ type: 'timer.set', id: INSTRUMENTS, afterUs: Math.max(nextWaitUs(state, state.instrumentAttempts), read.error.pauseUs) })
    return
  }
  state.instruments = new Map(read.value.map((instrument) => [instrument.symbol, instrument]))
  const symbols = [...new Set(state.config.symbols)]
  const unknown = symbols.find((symbol) => !state.instruments.has(symbol))
  if (unknown !== undefined) {
    const hint = nearestHint(unknown, state.instruments.keys())
    emit({ type: 'failed', exit: EXIT_USAGE, message: `symbol '${unknown}' is unknown to '${venue.name}': ${hint}` })
    return
  }
  state.phase = 'running'
  links.follow(
    step,
    symbols.flatMap((symbol) => state.instruments.get(symbol) ?? []),
  )
}
