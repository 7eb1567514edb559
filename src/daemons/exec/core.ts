import type { EpochUs } from '../../lib/base/units.ts'
import type { Emit, Health, JournaledCore, RecordType, Stamped } from '../../lib/daemon/core.ts'
import type { OrderVenue } from '../../lib/venues/orders.ts'
import { loseJournal, noteReserve } from './audit.ts'
import { land, noteHealth, pulse, takePulse } from './breakers.ts'
import { HELD_BACK } from './calls.ts'
import { cancelAll, retryCancel, takeCanceled } from './cancels.ts'
import { changeOrder } from './changes.ts'
import type { ExecConfig } from './config.ts'
import { renewAll, takeArmed, watchOrders } from './dead-man.ts'
import type { ExecIn, ExecOut, ExecRecord } from './events.ts'
import { applyRecord } from './fold.ts'
import { followRisk, haltLevel, raiseHalt, wantsNoOrders } from './halts.ts'
import { auditProblem } from './journalling.ts'
import type { CallGroup } from './limits/breaker.ts'
import { restoreBreakers } from './operator.ts'
import { keepPart, wholeReply } from './parts.ts'
import { takePlaced } from './placed.ts'
import { drain } from './queue.ts'
import { advanceRun, failRun, startReconcile, startSweep, takeRunAnswer } from './reconcile.ts'
import { retryReconcile } from './reconnect.ts'
import { createRegistry, liveEntries } from './registry.ts'
import { takeRequest } from './rpc.ts'
import { settleOrder, takeTrades } from './settle.ts'
import { createState, type ExecState, type FillFilter } from './state.ts'
import { beginStop, checkStop, endWait } from './stop.ts'
import { closeStream, subscribe, takeText } from './stream.ts'
import { isSubscribedByKey, keepKey, takeKept } from './stream-key.ts'
import { setTimer, type Turn, warn } from './turn.ts'
import { probeOrder, takeQuery } from './unknown.ts'
import { keepClock, noteRefusal, takeTime } from './venue-limits.ts'
import { takeVerdict } from './verdicts.ts'

/** What exec's core is made of: the venue's spelling, and how it knows a fill again. */
export interface ExecDeps {
  readonly venue: OrderVenue
  readonly seenFill?: FillFilter
}

type Input<Type extends ExecIn['type']> = Extract<ExecIn, { type: Type }>
type Handlers = { readonly [Type in ExecIn['type']]: (turn: Turn, input: Input<Type>) => void }

const HALT_AGAIN_US = 2_000_000
const RESTART = 'RESTART_BEFORE_SEND'

/** Splits an id of a timer or a call into what it is for and which order it is about. */
const partsOf = (id: string): readonly [string, string] => {
  const at = id.indexOf('|')
  return at < 0 ? [id, ''] : [id.slice(0, at), id.slice(at + 1)]
}

/** What the last incarnation left open: intents that never left are denied, orders without an answer are unknown. */
const recoverOrders = (turn: Turn): void => {
  for (const { order, sent } of liveEntries(turn.state.registry)) {
    if (order.status === 'NEW_LOCAL' && sent === null) changeOrder(turn, order.clientOrderId, { event: 'deny', reason: RESTART })
    if (order.status === 'NEW_LOCAL' && sent !== null) changeOrder(turn, order.clientOrderId, { event: 'send' })
    if (sent !== null && (order.status === 'NEW_LOCAL' || order.status === 'SENT')) {
      changeOrder(turn, order.clientOrderId, { event: 'ambiguous', reason: 'restart before the answer' })
    }
  }
}

const start = (turn: Turn, epoch: number): void => {
  turn.state.epoch = epoch
  turn.state.phase = 'syncing'
  turn.state.gate.limiter.freeze(turn.state.registry.bannedUntilUs)
  restoreBreakers(turn)
  recoverOrders(turn)
  startReconcile(turn)
}

const loseStream = (turn: Turn, reason: string): void => {
  const { state } = turn
  state.stream.sinceUs = null
  if (state.run !== null) failRun(turn, reason)
  if (state.phase === 'ready') state.phase = 'syncing'
  if (state.run === null) retryReconcile(turn)
}

const endStream = (turn: Turn, reason: string): void => {
  closeStream(turn)
  loseStream(turn, reason)
}

const haltAll = (turn: Turn, reason: string): void => {
  raiseHalt(turn, { scope: '*', level: 'K2', reason, by: 'operator' })
  enforceHalt(turn)
}

/** Open orders go, and go again until the venue has none. */
const enforceHalt = (turn: Turn): void => {
  if (!wantsNoOrders(turn.state.registry)) return
  if (cancelAll(turn).length > 0) setTimer(turn, 'halt', HALT_AGAIN_US)
}

const TIMERS: Readonly<Record<string, (turn: Turn, subject: string) => void>> = {
  probe: probeOrder,
  cancel: retryCancel,
  settle: settleOrder,
  sweep: startSweep,
  clock: keepClock,
  streamKey: keepKey,
  deadMan: renewAll,
  halt: enforceHalt,
  stop: endWait,
  gate: drain,
  breaker: (turn, group) => pulse(turn, group as CallGroup),
  held: (turn, id) => {
    const [kind, subject] = partsOf(id)
    ANSWERS[kind]?.(turn, subject, HELD_BACK)
  },
  'recon.retry': (turn) => {
    if (turn.state.run === null) startReconcile(turn)
  },
  'run.timeout': (turn) => failRun(turn, 'took too long'),
}

const takeClock = (turn: Turn, askedUs: string, result: Input<'venue.answered'>['result']): void => {
  const answer = turn.venue.readTime(result)
  if (answer.kind === 'found') takeTime(turn, Number(askedUs), answer.value)
  else noteRefusal(turn, answer)
}

const ANSWERS: Readonly<Record<string, (turn: Turn, subject: string, result: Input<'venue.answered'>['result']) => void>> = {
  new: takePlaced,
  cancel: takeCanceled,
  query: takeQuery,
  trades: takeTrades,
  time: takeClock,
  deadMan: takeArmed,
  streamKey: (turn, generation, result) => {
    if (!takeKept(turn, Number(generation), result)) endStream(turn, 'key of the user stream is gone')
  },
  run: (turn, subject, result) => takeRunAnswer(turn, `run|${subject}`, result),
}

const takeStreamText = (turn: Turn, { generation, text }: Input<'stream.text'>): void => {
  const { stream } = turn.state
  if (generation !== stream.generation) return
  const consequence = takeText(turn, text)
  if (consequence === 'refused' || consequence === 'ended') endStream(turn, 'user stream ended')
  if (consequence === 'subscribed') takeSubscribed(turn)
}

const takeSubscribed = (turn: Turn): void => {
  if (turn.state.run?.waiting.delete('stream') === true) advanceRun(turn)
}

const HANDLERS: Handlers = {
  start: (turn, { epoch }) => start(turn, epoch),
  stop: beginStop,
  'halt.raised': (turn, { by }) => haltAll(turn, `raised by ${by}`),
  'kill.file': (turn) => haltAll(turn, 'file KILL'),
  'clock.stepped': keepClock,
  'journal.reserve': noteReserve,
  'journal.failed': loseJournal,
  'timer.fired': (turn, { id }) => {
    const [kind, subject] = partsOf(id)
    TIMERS[kind]?.(turn, subject)
  },
  'rpc.requested': takeRequest,
  'rpc.answered': (turn, { id, answer }) => takeVerdict(turn, partsOf(id)[1], answer),
  'risk.event': (turn, { event }) => {
    followRisk(turn, event)
    enforceHalt(turn)
  },
  'risk.caughtUp': ({ state }) => {
    state.risk = 'current'
  },
  'risk.lost': (turn) => {
    turn.state.risk = 'lost'
    warn(turn, 'risk is silent, orders are denied', {})
  },
  'venue.part': ({ state }, { id, text }) => keepPart(state, id, text),
  'venue.answered': (turn, { id, result: last }) => {
    const [kind, subject] = partsOf(id)
    const result = wholeReply(turn.state, id, last)
    const flight = land(turn, id, result)
    if (flight !== undefined && kind === 'pulse') takePulse(turn, flight, result)
    else if (flight !== undefined) noteHealth(turn, flight, result)
    ANSWERS[kind]?.(turn, subject, result)
  },
  'stream.opened': (turn, { generation }) => {
    if (generation !== turn.state.stream.generation) return
    if (isSubscribedByKey(turn)) takeSubscribed(turn)
    else subscribe(turn)
  },
  'stream.text': takeStreamText,
  'stream.closed': (turn, { generation, reason }) => {
    if (generation === turn.state.stream.generation) loseStream(turn, reason)
  },
}

const REASONS: Readonly<Record<ExecState['phase'], string>> = {
  starting: 'starting',
  syncing: 'not yet agreed with the venue',
  ready: 'ok',
  draining: 'stopping',
  stopped: 'stopped',
}

const health = (state: ExecState): Health => {
  const { phase } = state
  const unaudited = auditProblem(state.journal)
  if (unaudited !== null) return { state: phase === 'ready' ? 'degraded' : phase, ready: false, reason: unaudited.message }
  const isLimited = phase === 'ready' && haltLevel(state.registry) !== 'K0'
  return {
    state: phase === 'ready' ? (isLimited ? 'degraded' : 'running') : phase,
    ready: phase === 'ready',
    reason: isLimited ? `halted at ${haltLevel(state.registry)}` : REASONS[phase],
  }
}

const RECORDS: Readonly<Record<ExecRecord['type'], RecordType>> = {
  'exec.event': 'EVENT',
  'risk.verdict': 'VERDICT',
  'order.sent': 'SEND',
  'halt.set': 'HALT',
  'venue.banned': 'HALT',
  'breaker.set': 'HALT',
  'recon.mark': 'RECON',
}
/** What may leave before it is durable: questions and cancels lose nothing when they are forgotten. */
const HASTY: ReadonlySet<string> = new Set(['venue.send', 'stream.open', 'stream.frame', 'stream.close', 'risk.verdict', 'recon.mark'])

/** The core of exec: takes intents, asks risk, sends once, and believes only the venue. */
export const createExecCore = (deps: ExecDeps): JournaledCore<ExecConfig, ExecState, ExecIn, ExecOut> => {
  const seenFill: FillFilter = deps.seenFill ?? ((key, fills) => fills.has(key))
  return {
    init: createState,
    step: (state: ExecState, at: Stamped<ExecIn>, emit: Emit<ExecOut>): void => {
      if (state.phase === 'stopped') return
      const turn: Turn = { state, nowUs: at.nowUs, venue: deps.venue, seenFill, emit }
      const handler = HANDLERS[at.input.type] as (turn: Turn, input: ExecIn) => void
      handler(turn, at.input)
      watchOrders(turn)
      checkStop(turn)
    },
    health,
    recordType: (out: ExecOut): RecordType | null => (Object.hasOwn(RECORDS, out.type) ? RECORDS[out.type as ExecRecord['type']] : null),
    apply: (state: ExecState, record: ExecOut, tsUs: EpochUs): void => applyRecord(state.registry, record as ExecRecord, tsUs),
    durable: (out: ExecOut): boolean => !HASTY.has(out.type),
    outlivesJournal: true,
    snapshot: { schema: Object.keys(createRegistry()).join(' '), kept: ({ registry }: ExecState): object => registry },
  }
}
