import { toInfo } from '../../lib/contracts/instrument-info.ts'
import type { VenueReply } from '../../lib/venues/orders.ts'
import { cancelAll, retryCancel } from './cancels.ts'
import { wantsNoOrders } from './halts.ts'
import { takeBalances } from './holdings.ts'
import { announceReconciled, record } from './outbox.ts'
import { retryReconcile } from './reconnect.ts'
import { liveEntries } from './registry.ts'
import { FULL_STAGES, type Run, SWEEP_STAGES, stageOf } from './run.ts'
import { symbolsToSettle } from './settle.ts'
import { STAGES } from './stages.ts'
import { closeStream, takeHeld } from './stream.ts'
import { bannedUs, setTimer, type Turn, warn } from './turn.ts'

const TIMEOUT_US = 20_000_000

const startRun = (turn: Turn, kind: Run['kind'], symbols: readonly string[]): void => {
  const { state } = turn
  state.runCount += 1
  const watermarks = new Map(state.registry.watermarks)
  const base = { kind, number: state.runCount, startedUs: turn.nowUs, symbols, stageIndex: -1 }
  state.run = { ...base, waiting: new Set(), queue: [], open: new Set(), trades: [], watermarks, balances: [], clockCount: 0 }
  setTimer(turn, 'run.timeout', TIMEOUT_US)
  advanceRun(turn)
}

/** Begins to agree with the venue about everything; no new order leaves until that is done. */
export const startReconcile = (turn: Turn): void => {
  const { state } = turn
  if (state.phase === 'ready') state.phase = 'syncing'
  const waitUs = bannedUs(turn)
  if (waitUs > 0) {
    setTimer(turn, 'recon.retry', waitUs)
    return
  }
  if (!state.gate.breakers.query.passes) return
  record(turn, { type: 'recon.mark', phase: 'start', watermarks: [] })
  startRun(turn, 'reconcile', state.config.symbols)
}

/** Looks at orders that were silent for long, beside normal work. */
export const startSweep = (turn: Turn): void => {
  const { state } = turn
  setTimer(turn, 'sweep', state.config.sweepEveryMs * 1000)
  if (state.phase !== 'ready' || state.run !== null || bannedUs(turn) > 0) return
  const silent = liveEntries(state.registry).filter(({ order }) => order.status !== 'NEW_LOCAL' && turn.nowUs - order.updatedUs >= state.config.silentMs * 1000)
  const symbols = [...new Set([...silent.map(({ order }) => order.symbol), ...symbolsToSettle(turn)])]
  if (symbols.length > 0) startRun(turn, 'sweep', symbols)
}

/** Goes on from stage to stage while none of them has to wait. */
export const advanceRun = (turn: Turn): void => {
  for (;;) {
    const { run } = turn.state
    if (run === null || run.waiting.size > 0) return
    run.stageIndex += 1
    const name = stageOf(run)
    if (name === undefined) {
      finishRun(turn, run)
      return
    }
    STAGES[name].begin(turn, run)
  }
}

/** An answer to a question of a run; one of an earlier run is of no use any more. */
export const takeRunAnswer = (turn: Turn, id: string, result: VenueReply): void => {
  const [, number = '', name = '', ...subject] = id.split('|')
  const { run } = turn.state
  if (run === null || run.number !== Number(number) || !run.waiting.delete(id)) return
  const stage = [...FULL_STAGES, ...SWEEP_STAGES].find((known) => known === name)
  if (stage !== undefined && STAGES[stage].take(turn, run, { subject: subject.join('|'), result })) advanceRun(turn)
  else failRun(turn, `no use of the answer to '${name}'`)
}

/** Gives a run up. Agreement is tried again soon; a look beside work comes anyway. */
export const failRun = (turn: Turn, reason: string): void => {
  const { state } = turn
  const { run } = state
  if (run === null) return
  state.run = null
  // What it has not yet asked would only spend the budget of the next one.
  for (const id of run.waiting) state.gate.waiting.delete(id)
  warn(turn, `${run.kind} with the venue failed`, { stage: stageOf(run), reason })
  if (run.kind === 'sweep') return
  if (state.stream.sinceUs === null) closeStream(turn)
  retryReconcile(turn)
}

const finishRun = (turn: Turn, run: Run): void => {
  const { state } = turn
  state.run = null
  turn.emit({ type: 'timer.clear', id: 'run.timeout' })
  for (const symbol of run.symbols) state.lookedUs.set(symbol, run.startedUs)
  const moved = [...run.watermarks].filter(([symbol, tradeId]) => state.registry.watermarks.get(symbol) !== tradeId)
  if (run.kind === 'reconcile') finishReconcile(turn, run, moved)
  else if (moved.length > 0) record(turn, { type: 'recon.mark', phase: 'sweep', watermarks: moved })
}

const finishReconcile = (turn: Turn, run: Run, watermarks: readonly (readonly [string, number])[]): void => {
  const { state } = turn
  record(turn, { type: 'recon.mark', phase: 'end', watermarks })
  takeBalances(state, run.balances, 'all')
  takeHeld(turn)
  announceReconciled(turn, {
    balances: [...run.balances],
    instruments: [...state.instruments.values()].map(toInfo),
    openOrders: run.open.size,
    opening: !state.registry.opened,
  })
  state.failedRunCount = 0
  if (state.phase !== 'draining') state.phase = 'ready'
  setTimer(turn, 'sweep', state.config.sweepEveryMs * 1000)
  setTimer(turn, 'clock', state.config.clockEveryMs * 1000)
  for (const clientOrderId of state.registry.live) retryCancel(turn, clientOrderId)
  if (state.phase === 'draining') cancelAll(turn)
  if (wantsNoOrders(state.registry)) setTimer(turn, 'halt', 0)
}
