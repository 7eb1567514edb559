import { BugError } from '../../src/lib/base/errors.ts'
import type { EpochUs } from '../../src/lib/base/units.ts'
import type { Core, JournaledCore } from '../../src/lib/daemon/core.ts'
import type { CommonIn, CommonOut } from '../../src/lib/daemon/effects.ts'
import type { BasePorts, DaemonSpec } from '../../src/lib/daemon/shell.ts'

export interface ToyConfig {
  readonly startTotal: number
  /** Asks exec for its events so often; 0: never. */
  readonly askEveryUs: number
}

export interface ToyState {
  readonly config: ToyConfig
  total: number
  epoch: number
  isStopping: boolean
}

type Own = { readonly type: 'add'; readonly amount: number } | { readonly type: 'break' }
export type ToyIn = Own | CommonIn

/** `counted` is a journalled decision, `noted` waits like one without being a record, `hinted` may leave at once. */
export type ToyEffect =
  | { readonly type: 'counted'; readonly total: number; readonly atUs: number }
  | { readonly type: 'noted'; readonly total: number }
  | { readonly type: 'hinted'; readonly total: number }
type Emit = (out: ToyEffect | CommonOut) => void

export type ToyCore = JournaledCore<ToyConfig, ToyState, ToyIn, ToyEffect | CommonOut>
export type ToySpec = DaemonSpec<ToyConfig, ToyState, Own, ToyEffect, BasePorts>

type Steps = { readonly [Type in ToyIn['type']]?: (state: ToyState, input: Extract<ToyIn, { type: Type }>, emit: Emit) => void }

const ask = { type: 'rpc.request', id: 'ask', service: 'exec', method: 'events.since', timeoutUs: 50_000, correlationId: 'toy' } as const

const setAsk = ({ config }: ToyState, emit: Emit): void => {
  if (config.askEveryUs > 0) emit({ type: 'timer.set', id: 'ask', afterUs: config.askEveryUs })
}

const steps: Steps = {
  start: (state, { epoch }, emit) => {
    state.epoch = epoch
    setAsk(state, emit)
  },
  break: () => {
    throw new BugError('the toy broke')
  },
  stop: (state, _input, emit) => {
    state.isStopping = true
    emit({ type: 'timer.set', id: 'drain', afterUs: 10_000 })
  },
  'timer.fired': (state, { id }, emit) => {
    if (id === 'drain') return emit({ type: 'stopped' })
    emit({ ...ask, body: { stream: 'exec.events', after: 0, max: 1 } })
    setAsk(state, emit)
  },
  'rpc.requested': ({ epoch, total }, { requestId }, emit) =>
    emit({ type: 'rpc.reply', requestId, answer: { ok: true, body: { epoch, events: [], lastSeq: total, more: false } } }),
  'rpc.answered': (state, { answer }, emit) => {
    if (answer.ok) state.total += 1
    emit({ type: 'noted', total: state.total })
  },
}

/** A core that adds up. `factor` changes its decisions, as another version of the program would. */
export const toyCore = (factor = 1): ToyCore => {
  const apply: ToyCore['apply'] = (state, record) => {
    if (record.type === 'counted') state.total = record.total
  }
  const add = (state: ToyState, { nowUs, amount }: { readonly nowUs: EpochUs; readonly amount: number }, emit: Emit): void => {
    const counted = { type: 'counted' as const, total: state.total + factor * amount, atUs: nowUs }
    apply(state, counted, nowUs)
    emit(counted)
    emit({ type: 'hinted', total: state.total })
    emit({ type: 'noted', total: state.total })
  }
  return {
    init: (config) => ({ config, total: config.startTotal, epoch: 0, isStopping: false }),
    step: (state, at, emit) => {
      const { input } = at
      if (input.type === 'add') add(state, { nowUs: at.nowUs, amount: input.amount }, emit)
      else (steps[input.type] as ((state: ToyState, input: ToyIn, emit: Emit) => void) | undefined)?.(state, input, emit)
    },
    health: ({ epoch, isStopping }) => ({ state: isStopping ? 'draining' : 'running', ready: epoch > 0, reason: epoch > 0 ? 'ok' : 'not started' }),
    recordType: ({ type }) => (type === 'counted' ? 'EVENT' : null),
    apply,
    durable: ({ type }) => type !== 'hinted',
  }
}

/** The same core without a journal. */
export const plainToyCore = (): Core<ToyConfig, ToyState, ToyIn, ToyEffect | CommonOut> => {
  const { init, step, health } = toyCore()
  return { init, step, health }
}

/** A daemon around a toy core; its shell only hands over what it is to perform. */
export const toySpec = (core: ToySpec['core'], onEffect: (out: ToyEffect) => void, name: ToySpec['name'] = 'exec'): ToySpec => ({
  name,
  core,
  shell: () => ({ perform: onEffect, close: (done) => done() }),
  metrics: [{ kind: 'gauge', name: 'trade_toy_total', help: 'sum so far', read: ({ total }) => total }],
})
