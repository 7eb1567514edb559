import { isExposed } from '../../lib/model/order.ts'
import type { DeadMan, VenueReply } from '../../lib/venues/orders.ts'
import { askIn } from './calls.ts'
import { EXTERNAL, liveEntries } from './registry.ts'
import { setTimer, type Turn, warn } from './turn.ts'
import { noteRefusal } from './venue-limits.ts'

const DEAD_MAN_MS = 15_000
/** Above so many symbols everything takes twice as long, because each countdown weighs. */
const FEW_SYMBOLS = 5
/** A countdown is renewed so often that two renewals may be lost. */
const RENEWALS = 3
const AGAIN_US = 1_000_000

const lengthMs = ({ state }: Turn): number => {
  const { config, deadMan } = state
  return (config.deadManMs ?? DEAD_MAN_MS) * (deadMan.size > FEW_SYMBOLS ? 2 : 1)
}

const switchOf = (turn: Turn): DeadMan | undefined => ((turn.state.config.deadManMs ?? DEAD_MAN_MS) === 0 ? undefined : turn.venue.deadMan)

/** Symbols in which orders of ours rest, or may rest. */
const openSymbols = ({ state }: Turn): Set<string> =>
  new Set(
    liveEntries(state.registry)
      .filter(({ order }) => isExposed(order.status) && order.strategyId !== EXTERNAL)
      .map(({ order }) => order.symbol),
  )

const tell = (turn: Turn, { arm }: DeadMan, at: { readonly symbol: string; readonly afterMs: number }): void => {
  const { symbol, afterMs } = at
  turn.state.deadMan.set(symbol, { leaving: afterMs === 0 })
  askIn(turn, { id: `deadMan|${symbol}`, lane: 'halt', symbol, question: (validity) => arm(symbol, afterMs, validity) })
}

/** Whether nothing is left of the countdowns while exec stops; those without an order are taken back. */
export const isDisarmed = (turn: Turn): boolean => {
  const known = switchOf(turn)
  if (known === undefined) return true
  const open = openSymbols(turn)
  for (const [symbol, { leaving }] of turn.state.deadMan) if (!leaving && !open.has(symbol)) tell(turn, known, { symbol, afterMs: 0 })
  return turn.state.deadMan.size === 0
}

/** Arms the venue's switch for each symbol in which an order begins to rest: should nobody here renew it, the venue cancels. */
export const watchOrders = (turn: Turn): void => {
  const known = switchOf(turn)
  const { state } = turn
  const { deadMan, clock, registry } = state
  if (known === undefined || registry.events.length === state.watchedCount || clock.samples.length === 0) return
  state.watchedCount = registry.events.length
  const fresh = [...openSymbols(turn)].filter((symbol) => !deadMan.has(symbol))
  if (fresh.length === 0) return
  if (deadMan.size === 0) setTimer(turn, 'deadMan', (lengthMs(turn) * 1000) / RENEWALS)
  for (const symbol of fresh) deadMan.set(symbol, { leaving: false })
  for (const symbol of fresh) tell(turn, known, { symbol, afterMs: lengthMs(turn) })
}

/** Renews every countdown whose orders are still there, and takes back the others. */
export const renewAll = (turn: Turn): void => {
  const known = switchOf(turn)
  const { deadMan } = turn.state
  if (known === undefined || deadMan.size === 0) return
  const open = openSymbols(turn)
  const afterMs = lengthMs(turn)
  setTimer(turn, 'deadMan', (afterMs * 1000) / RENEWALS)
  for (const symbol of [...deadMan.keys()]) tell(turn, known, { symbol, afterMs: open.has(symbol) ? afterMs : 0 })
}

/** The venue's answer about one countdown. */
export const takeArmed = (turn: Turn, symbol: string, result: VenueReply): void => {
  const { deadMan, phase } = turn.state
  const countdown = deadMan.get(symbol)
  const answer = turn.venue.deadMan?.readArmed(result)
  if (countdown === undefined || answer === undefined) return
  if (answer.kind !== 'found') {
    noteRefusal(turn, answer)
    warn(turn, 'dead man of the venue is not set', { symbol, reason: answer.reason })
    countdown.leaving = false
    if (phase === 'draining') deadMan.delete(symbol)
    else setTimer(turn, 'deadMan', AGAIN_US)
  } else if (countdown.leaving) {
    deadMan.delete(symbol)
    // An order may have come meanwhile.
    turn.state.watchedCount = -1
  }
}
