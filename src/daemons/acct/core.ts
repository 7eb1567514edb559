import { assert } from '../../lib/base/assert.ts'
import { formatMoney } from '../../lib/base/money.ts'
import { msToUs, US_PER_MS, US_PER_S } from '../../lib/base/time.ts'
import type { EpochUs } from '../../lib/base/units.ts'
import type { AccountState } from '../../lib/contracts/acct.ts'
import type { OrderFilled, Reconciled } from '../../lib/contracts/exec.ts'
import type { Lifecycle } from '../../lib/contracts/health.ts'
import type { StreamEvent } from '../../lib/contracts/stream.ts'
import type { Core, Emit, Health } from '../../lib/daemon/core.ts'
import { bookOwnFill, reconcileBooks } from './books.ts'
import type { AcctConfig } from './config.ts'
import type { AcctIn, AcctOut } from './events.ts'
import { type AcctState, openState, type Phase } from './state.ts'
import { accountState, midOf } from './valuation.ts'

const TOPIC = 'acct.state'
const TICK = 'tick'
const CHANGE = 'change'
const EVERY_US = US_PER_S
/** At most ten states a second, however many fills. */
const CHANGE_US = 100 * US_PER_MS

interface Step {
  readonly state: AcctState
  readonly nowUs: EpochUs
  readonly emit: Emit<AcctOut>
}

type Handlers = { readonly [Type in AcctIn['type']]?: (step: Step, input: Extract<AcctIn, { type: Type }>) => void }

const stateNow = ({ state, nowUs }: Pick<Step, 'state' | 'nowUs'>): AccountState => {
  const { books, mids, config, execSeq } = state
  return accountState(books, { mids, sinceUs: nowUs - msToUs(config.markStaleMs), quoteAsset: config.quoteAsset }, execSeq)
}

const publish = (step: Step): void => {
  const { state, nowUs, emit } = step
  if (!state.shown) return
  state.counts.publishes += 1
  state.publishedUs = nowUs
  const correlationId = `acct-${state.epoch}-${state.counts.publishes}`
  const body = stateNow(step)
  emit({ type: 'publish', topic: TOPIC, kind: TOPIC, body, correlationId })
  emit({ type: 'state.keep', state: body })
}

const publishSoon = (step: Step): void => {
  const { state, nowUs, emit } = step
  if (!state.shown || state.publishWaits) return
  const waitUs = state.publishedUs + CHANGE_US - nowUs
  if (waitUs <= 0) {
    publish(step)
    return
  }
  state.publishWaits = true
  emit({ type: 'timer.set', id: CHANGE, afterUs: waitUs })
}

const bookFilled = (step: Step, { body }: StreamEvent): void => {
  step.state.counts.fills += 1
  bookOwnFill(step.state.books, (body as OrderFilled).fill)
}

const bookReconciled = ({ state, emit }: Step, { body }: StreamEvent): void => {
  for (const { asset, venue, books } of reconcileBooks(state.books, body as Reconciled)) {
    state.counts.drifts += 1
    const fields = { asset, venue: formatMoney(venue), books: formatMoney(books), execSeq: state.execSeq }
    emit({ type: 'log', level: 'warn', message: 'balance of the venue differs from the books', fields })
  }
}

const BOOKED: Readonly<Record<string, (step: Step, event: StreamEvent) => void>> = { 'order.filled': bookFilled, 'exec.reconciled': bookReconciled }

const bookEvent = (step: Step, event: StreamEvent): void => {
  const { state } = step
  assert(event.seq === state.execSeq + 1, `event ${event.seq} of exec does not follow ${state.execSeq}`)
  state.execSeq = event.seq
  state.counts.events += 1
  const book = BOOKED[event.type]
  if (book === undefined) return
  book(step, event)
  publishSoon(step)
}

const answer = (step: Step, requestId: string, method: string): void => {
  const { state, emit } = step
  if (method !== TOPIC) {
    const error = { code: 'UNKNOWN_METHOD', category: 'reject', message: `'${method}' is no request of 'acct'` } as const
    emit({ type: 'rpc.reply', requestId, answer: { ok: false, error } })
    return
  }
  const error = { code: 'NOT_READY', category: 'retry', message: 'books are not caught up with exec yet' } as const
  emit({ type: 'rpc.reply', requestId, answer: state.shown ? { ok: true, body: stateNow(step) } : { ok: false, error } })
}

const HANDLERS: Handlers = {
  start: ({ state, emit }, { epoch }) => {
    state.epoch = epoch
    state.phase = 'syncing'
    emit({ type: 'timer.set', id: TICK, afterUs: EVERY_US })
  },
  stop: (step) => {
    publish(step)
    step.state.phase = 'stopped'
    step.emit({ type: 'stopped' })
  },
  'timer.fired': (step, { id }) => {
    if (id === CHANGE) step.state.publishWaits = false
    else step.emit({ type: 'timer.set', id: TICK, afterUs: EVERY_US })
    publish(step)
  },
  'rpc.requested': (step, { requestId, method }) => answer(step, requestId, method),
  'exec.event': (step, { event }) => bookEvent(step, event),
  'exec.caughtUp': (step, { lastSeq }) => {
    const { state } = step
    assert(lastSeq === state.execSeq, `exec's stream ends at ${lastSeq}, the books at ${state.execSeq}`)
    const first = !state.shown
    state.phase = 'current'
    state.shown = true
    if (first) publish(step)
  },
  'exec.lost': ({ state }) => {
    state.phase = 'lost'
  },
  mark: ({ state }, mark) => {
    state.mids.set(mark.symbol, midOf(mark))
  },
}

const HEALTH: Readonly<Record<Phase, { readonly state: Lifecycle; readonly reason: string }>> = {
  starting: { state: 'starting', reason: 'not started' },
  syncing: { state: 'syncing', reason: 'not caught up with exec' },
  current: { state: 'running', reason: 'ok' },
  lost: { state: 'degraded', reason: 'exec is silent' },
  stopped: { state: 'stopped', reason: 'stopped' },
}

/** Positions, balances and equity from own fills; rebuilt from the start of exec's stream at each start. */
export const acctCore: Core<AcctConfig, AcctState, AcctIn, AcctOut> = {
  init: openState,
  step: (state, { nowUs, input }, emit) => {
    const handle = HANDLERS[input.type] as ((step: Step, input: AcctIn) => void) | undefined
    handle?.({ state, nowUs, emit }, input)
  },
  health: ({ phase }): Health => ({ ...HEALTH[phase], ready: phase === 'current' }),
}
