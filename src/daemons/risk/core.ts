import { assert } from '../../lib/base/assert.ts'
import { toMoney } from '../../lib/base/money.ts'
import { msToUs } from '../../lib/base/time.ts'
import type { OrderChanged, OrderFilled } from '../../lib/contracts/exec.ts'
import type { Lifecycle } from '../../lib/contracts/health.ts'
import type { CheckRequest, HaltRequest, ResumeRequest } from '../../lib/contracts/risk.ts'
import type { SinceRequest, StreamEvent } from '../../lib/contracts/stream.ts'
import type { Health, JournaledCore } from '../../lib/daemon/core.ts'
import type { RiskConfig } from './config.ts'
import type { RiskIn, RiskOut } from './events.ts'
import { followFill, followOrder } from './exposure.ts'
import { type Latch, lowered, raised } from './halt.ts'
import { applyRecord, recordTypeOf } from './records.ts'
import { openState, type Phase, type RiskState } from './state.ts'
import { append, record, refuse, reply, type Step } from './step.ts'
import { isTrusted, judge } from './verdict.ts'

type Request = Extract<RiskIn, { type: 'rpc.requested' }>
type Handlers = { readonly [Type in RiskIn['type']]?: (step: Step, input: Extract<RiskIn, { type: Type }>) => void }

const POLICY_VERSION = /^[0-9a-f]{64}$/
const EXIT_CONFIG = 78
/** Level of a halt that is raised without naming one: by a signal or by the file KILL. */
const DEFAULT_LEVEL = 'K2'
/** Effects that leave before they are on the disk: exec journals the verdict that it used. */
const AT_ONCE: ReadonlySet<string> = new Set(['verdict.given', 'check.answered'])

const raise = (step: Step, wanted: Latch, correlationId: string): void => {
  const next = raised(step.state.recorded.latch, wanted)
  if (next === null) return
  append(step, correlationId, { type: 'risk.halted', body: next })
  step.emit({ type: 'log', level: 'warn', message: 'halt raised', fields: { ...next, correlationId } })
}

const halt = (step: Step, request: Request): void => {
  const { level, reason, by } = request.body as HaltRequest
  raise(step, { level, reason, by }, request.correlationId)
  reply(step, request, { level: step.state.recorded.latch.level })
}

const resume = (step: Step, request: Request): void => {
  const outcome = lowered(step.state.recorded.latch, request.body as ResumeRequest)
  if (!outcome.ok) {
    refuse(step, request, outcome.error)
    return
  }
  const { level, reason, by } = outcome.value
  append(step, request.correlationId, { type: 'risk.resumed', body: { level, reason, by } })
  step.emit({ type: 'log', level: 'warn', message: 'halt lowered', fields: { level, reason, by, correlationId: request.correlationId } })
  reply(step, request, { level })
}

const since = (step: Step, request: Request): void => {
  const { stream, after, max } = request.body as SinceRequest
  const { events } = step.state.recorded
  if (stream !== 'risk.events') {
    refuse(step, request, { code: 'UNKNOWN_STREAM', category: 'reject', message: `'${stream}' is no stream of 'risk'` })
    return
  }
  const found = events.slice(after, after + max)
  reply(step, request, { epoch: step.state.epoch, events: found, lastSeq: events.length, more: after + found.length < events.length })
}

const METHODS: Readonly<Record<string, (step: Step, request: Request) => void>> = {
  'risk.check': (step, request) => judge(step, request, request.body as CheckRequest),
  'risk.halt': halt,
  'risk.resume': resume,
  'events.since': since,
}

const answer = (step: Step, request: Request): void => {
  const method = METHODS[request.method]
  if (method === undefined) refuse(step, request, { code: 'UNKNOWN_METHOD', category: 'reject', message: `'${request.method}' is no request of 'risk'` })
  else method(step, request)
}

const followEvent = ({ state }: Step, event: StreamEvent): void => {
  assert(event.seq === state.execSeq + 1, `event ${event.seq} of exec does not follow ${state.execSeq}`)
  state.execSeq = event.seq
  if (event.type === 'order.changed') followOrder(state.book, (event.body as OrderChanged).order)
  else if (event.type === 'order.filled') followFill(state.book, (event.body as OrderFilled).fill)
}

const start = (step: Step, epoch: number): void => {
  const { state, nowUs, emit } = step
  const { policyVersion, approvalTtlMs } = state.config
  if (!POLICY_VERSION.test(policyVersion)) {
    emit({ type: 'failed', exit: EXIT_CONFIG, message: `policyVersion '${policyVersion}' is no sha256 in hex: risk does not start without a policy` })
    return
  }
  state.epoch = epoch
  state.phase = 'syncing'
  state.trustedFromUs = nowUs + msToUs(approvalTtlMs)
  state.recorded.riskSeq = 0
  if (state.recorded.policyVersion !== policyVersion) record(step, { type: 'policy.adopted', policyVersion, policy: state.config })
}

const HANDLERS: Handlers = {
  start: (step, { epoch }) => start(step, epoch),
  stop: ({ state, emit }) => {
    state.phase = 'stopped'
    emit({ type: 'stopped' })
  },
  'rpc.requested': answer,
  'exec.event': (step, { event }) => followEvent(step, event),
  'exec.caughtUp': ({ state }, { lastSeq }) => {
    assert(lastSeq === state.execSeq, `exec's stream ends at ${lastSeq}, risk at ${state.execSeq}`)
    state.phase = 'current'
  },
  'exec.lost': ({ state }) => {
    state.phase = 'lost'
  },
  mark: ({ state }, { symbol, bid, ask, receivedUs }) => {
    state.marks.set(symbol, { bid: toMoney(bid), ask: toMoney(ask), receivedUs })
  },
  'halt.raised': (step, { by }) => raise(step, { level: DEFAULT_LEVEL, reason: 'signal', by }, `risk-${step.state.epoch}-halt`),
  'kill.file': (step) => raise(step, { level: DEFAULT_LEVEL, reason: 'file KILL', by: 'file' }, `risk-${step.state.epoch}-halt`),
}

const HEALTH: Readonly<Record<Phase, { readonly state: Lifecycle; readonly reason: string }>> = {
  starting: { state: 'starting', reason: 'not started' },
  syncing: { state: 'syncing', reason: 'not caught up with exec' },
  current: { state: 'syncing', reason: 'approvals of the last start still hold' },
  lost: { state: 'degraded', reason: 'exec is silent' },
  stopped: { state: 'stopped', reason: 'stopped' },
}

const trusted = ({ recorded: { latch } }: RiskState): Omit<Health, 'ready'> =>
  latch.level === 'K0' ? { state: 'running', reason: 'ok' } : { state: 'degraded', reason: `halted at ${latch.level}: ${latch.reason}` }

const health = (state: RiskState, nowUs: number): Health =>
  isTrusted(state, nowUs) ? { ...trusted(state), ready: true } : { ...HEALTH[state.phase], ready: false }

/** Judges every order before it is sent, keeps the halt latch, and says no when it does not know. */
export const riskCore: JournaledCore<RiskConfig, RiskState, RiskIn, RiskOut> = {
  init: openState,
  step: (state, { nowUs, input }, emit) => {
    const handle = HANDLERS[input.type] as ((step: Step, input: RiskIn) => void) | undefined
    handle?.({ state, nowUs, emit }, input)
  },
  health,
  recordType: recordTypeOf,
  apply: applyRecord,
  durable: ({ type }) => !AT_ONCE.has(type),
}
