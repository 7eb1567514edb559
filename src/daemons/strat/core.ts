import { formatMoney } from '../../lib/base/money.ts'
import type { EpochUs } from '../../lib/base/units.ts'
import type { FromRunner } from '../../lib/contracts/runner.ts'
import type { Core, Emit, Health } from '../../lib/daemon/core.ts'
import { onAnswer, settleIntents } from './answers.ts'
import type { StratConfig } from './config.ts'
import type { StratIn, StratOut } from './events.ts'
import { onExecEvent } from './orders.ts'
import { requestCancel, requestClearing, requestSnapshot, requestSubmit } from './requests.ts'
import { initialState, type Phase, type StratState } from './state.ts'

const RETRY_US = 500_000

const enter = (state: StratState, phase: Phase, reason: string): void => {
  state.phase = phase
  state.reason = reason
}

const begin = (state: StratState, emit: Emit<StratOut>): void => {
  enter(state, 'running', 'ok')
  const positions = [...state.positions].map(([symbol, qty]) => ({ symbol, qty: formatMoney(qty) }))
  emit({ type: 'runner.tell', message: { type: 'begin', strategyId: state.config.strategyId, epoch: state.epoch, positions } })
}

const clear = (state: StratState, emit: Emit<StratOut>): void => {
  enter(state, 'clearing', 'canceling orders of an earlier incarnation')
  requestClearing(state, emit)
}

type Said = { readonly [Type in FromRunner['type']]: (state: StratState, message: Extract<FromRunner, { type: Type }>, emit: Emit<StratOut>) => void }

const SAID: Said = {
  attached: (state, _message, emit) => {
    if (state.phase === 'attaching') begin(state, emit)
  },
  detached: (state, { reason }, emit) => emit({ type: 'log', level: 'warn', message: 'ring lost', fields: { reason, phase: state.phase } }),
  submit: (state, { request }, emit) => {
    if (state.phase === 'running') requestSubmit(state, request, emit)
  },
  cancel: (state, { intentId }, emit) => requestCancel(state, intentId, emit),
  signal: (state, { symbol, signal, intentId }, emit) => {
    state.counters.signals += 1
    const body = { strategyId: state.config.strategyId, symbol, signal, ...(intentId === undefined ? {} : { intentId }) }
    emit({ type: 'publish', topic: 'strat.signals', kind: 'signal', body, correlationId: intentId ?? `strat-${state.epoch}-s${state.counters.signals}` })
  },
  'snapshot.wanted': (state, { symbol }, emit) => requestSnapshot(state, symbol, emit),
  stats: (state, { stats }) => {
    state.stats = stats
    state.ringHopUs.merge(stats.hopCounts, stats.hopSumUs)
  },
  failed: (_state, { message }, emit) => emit({ type: 'failed', exit: 70, message: `strategy failed: ${message}` }),
}

type Steps = {
  readonly [Type in StratIn['type']]: (
    state: StratState,
    input: Extract<StratIn, { type: Type }>,
    context: { readonly nowUs: EpochUs; readonly emit: Emit<StratOut> },
  ) => void
}

const STEPS: Steps = {
  start: (state, { epoch }) => {
    state.epoch = epoch
  },
  stop: (state, _input, { emit }) => {
    enter(state, 'stopping', 'stopping')
    emit({ type: 'stopped' })
  },
  'exec.event': (state, { event }, { emit }) => onExecEvent(state, event, emit),
  'exec.caughtUp': (state, _input, { nowUs, emit }) => {
    state.following = true
    if (state.phase === 'following') clear(state, emit)
    settleIntents(state, nowUs, emit)
  },
  'exec.lost': (state) => {
    state.following = false
  },
  'rpc.answered': (state, { id, answer }, { nowUs, emit }) => {
    const answered = onAnswer(state, { id, answer, nowUs }, emit)
    if (answered?.kind !== 'clear' || state.phase !== 'clearing') return
    if (!answered.ok) emit({ type: 'timer.set', id: 'clear', afterUs: RETRY_US })
    else {
      enter(state, 'attaching', 'waiting for the ring')
      emit({ type: 'runner.start' })
    }
  },
  'timer.fired': (state, { id }, { emit }) => {
    if (id === 'clear' && state.phase === 'clearing') clear(state, emit)
  },
  'runner.said': (state, { message }, { emit }) =>
    (SAID[message.type] as (state: StratState, message: FromRunner, emit: Emit<StratOut>) => void)(state, message, emit),
  'runner.ended': (state, { reason }, { emit }) => {
    if (state.phase !== 'stopping') emit({ type: 'failed', exit: 70, message: `strategy ended: ${reason}` })
  },
  'rpc.requested': (_state, { requestId, method }, { emit }) =>
    emit({
      type: 'rpc.reply',
      requestId,
      answer: { ok: false, error: { code: 'UNKNOWN_METHOD', category: 'reject', message: `'${method}' is no request of strat` } },
    }),
  'clock.stepped': () => undefined,
  'halt.raised': () => undefined,
}

const LIFECYCLE: Readonly<Record<Phase, Health['state']>> = {
  following: 'syncing',
  clearing: 'syncing',
  attaching: 'syncing',
  running: 'running',
  stopping: 'draining',
  failed: 'failed',
}

/** Keeps one strategy's books, and carries its wishes to exec and its fills back. */
export const stratCore: Core<StratConfig, StratState, StratIn, StratOut> = {
  init: initialState,
  step: (state, { nowUs, input }, emit) =>
    (STEPS[input.type] as (state: StratState, input: StratIn, context: { nowUs: EpochUs; emit: Emit<StratOut> }) => void)(state, input, { nowUs, emit }),
  health: (state) => {
    if (state.phase === 'running' && !state.following) return { state: 'degraded', ready: false, reason: 'exec is lost' }
    return { state: LIFECYCLE[state.phase], ready: state.phase === 'running', reason: state.reason }
  },
}
