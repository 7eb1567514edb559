import { msToUs } from '../../lib/base/time.ts'
import type { BookReason } from '../../lib/contracts/market.ts'
import type { Instrument } from '../../lib/model/instrument.ts'
import { nextWaitUs } from './backoff.ts'
import { outgoing } from './outgoing.ts'
import { type Line, type Link, type MdState, openLine, type Step } from './state.ts'
import { sync } from './sync.ts'

/** A venue takes 1024 streams on a connection, a symbol needs three. */
const SYMBOLS_PER_LINK = 300

const linesOf = ({ state }: Step, link: Link): Line[] => link.symbols.flatMap((symbol) => state.lines.get(symbol) ?? [])

const timerOf = (link: Link): string => `link:${link.id}`

const open = ({ state, venue, nowUs, emit }: Step, link: Link): void => {
  state.sockets += 1
  link.socketId = state.sockets
  link.phase = 'opening'
  link.heardUs = nowUs
  link.garbledRun = 0
  emit({ type: 'socket.open', socketId: link.socketId, path: venue.streamPath(link.symbols) })
}

const addLine = (step: Step, instrument: Instrument): void => {
  const { symbol, tickUnits, priceDecimals, lotUnits, qtyDecimals } = instrument
  const line = openLine(instrument, step.nowUs)
  step.state.lines.set(symbol, line)
  step.emit({ type: 'ring.symbol', symbol, tickUnits, priceDecimals, lotUnits, qtyDecimals })
  outgoing.state(step, line)
}

const openLink = (step: Step, symbols: readonly string[]): void => {
  const { state } = step
  const id = String(state.links.length + 1)
  const link: Link = { id, symbols, attempts: { count: 0, armed: false }, socketId: 0, phase: 'waiting', openedUs: 0, heardUs: 0, garbledRun: 0 }
  state.links.push(link)
  open(step, link)
}

/** The connection is gone, or given up: all its books are stale until another one has brought them up. */
const drop = (step: Step, link: Link, reason: BookReason): void => {
  const { state, nowUs, emit } = step
  if (link.phase === 'open' && nowUs - link.openedUs >= msToUs(state.config.backoffMaxMs)) link.attempts.count = 0
  link.phase = 'waiting'
  link.socketId = 0
  for (const line of linesOf(step, link)) sync.disconnect(step, line, reason)
  const afterUs = nextWaitUs(state, link.attempts)
  emit({ type: 'timer.set', id: timerOf(link), afterUs })
  emit({ type: 'log', level: 'warn', message: 'venue connection lost', fields: { link: link.id, reason, againInMs: Math.round(afterUs / 1_000) } })
}

const giveUp = (step: Step, link: Link, reason: BookReason): void => {
  step.emit({ type: 'socket.close', socketId: link.socketId })
  drop(step, link, reason)
}

export const links = {
  /** Starts to follow symbols whose rules are known. */
  follow: (step: Step, instruments: readonly Instrument[]): void => {
    for (const instrument of instruments) addLine(step, instrument)
    for (let from = 0; from < instruments.length; from += SYMBOLS_PER_LINK) {
      openLink(
        step,
        instruments.slice(from, from + SYMBOLS_PER_LINK).map(({ symbol }) => symbol),
      )
    }
  },
  /** The link that a socket belongs to; undefined for one that was given up. */
  ofSocket: (state: MdState, socketId: number): Link | undefined => state.links.find((link) => link.socketId === socketId),
  opened: (step: Step, link: Link): void => {
    link.phase = 'open'
    link.openedUs = step.nowUs
    link.heardUs = step.nowUs
    for (const line of linesOf(step, link)) sync.connect(step, line)
  },
  closed: (step: Step, link: Link): void => drop(step, link, 'the connection is closed'),
  shutdown: (step: Step, link: Link): void => giveUp(step, link, 'the venue is restarting'),
  garbled: (step: Step, link: Link): void => {
    step.state.counts.garbled += 1
    link.garbledRun += 1
    if (link.garbledRun >= step.state.config.garbledRunCount) giveUp(step, link, 'the connection is closed')
  },
  /** Replaces connections that carry nothing. */
  watch: (step: Step): void => {
    const silenceUs = msToUs(step.state.config.silenceMs)
    for (const link of step.state.links) {
      if (link.phase !== 'waiting' && step.nowUs - link.heardUs > silenceUs) giveUp(step, link, 'the connection is silent')
    }
  },
  /** The wait before another attempt is over. */
  retry: (step: Step, id: string): void => {
    const link = step.state.links.find((waiting) => timerOf(waiting) === id && waiting.phase === 'waiting')
    if (link === undefined) return
    step.state.counts.reconnects += 1
    open(step, link)
  },
  closeAll: ({ state, emit }: Step): void => {
    for (const { phase, socketId } of state.links) if (phase !== 'waiting') emit({ type: 'socket.close', socketId })
  },
}
