import type { RpcError } from '../../lib/contracts/envelope.ts'
import type { CancelRequest, StatusRequest, SubmitRequest } from '../../lib/contracts/exec.ts'
import type { BreakerRequest, ExecResumeRequest } from '../../lib/contracts/exec-control.ts'
import type { SinceRequest, StreamEvent } from '../../lib/contracts/stream.ts'
import type { CommonIn } from '../../lib/daemon/effects.ts'
import { type CancelOutcome, cancelAll, cancelOrder } from './cancels.ts'
import { auditRefusal } from './journalling.ts'
import { resumeScope, setBreaker } from './operator.ts'
import { ordersFor } from './order-pages.ts'
import type { ExecState } from './state.ts'
import { statusOf } from './status.ts'
import { checkOrder, submit } from './submit.ts'
import type { Turn } from './turn.ts'

type Requested = Extract<CommonIn, { type: 'rpc.requested' }>
type Answer = { readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly error: RpcError }

/** Room for the events of one answer, so that it fits a frame with its envelope. */
const EVENTS_BYTES_MAX = 44_000

const reject = (code: string, message: string): Answer => ({ ok: false, error: { code, category: 'reject', message } })

const cancelOne = (turn: Turn, clientOrderId: string): Answer => {
  if (!turn.state.registry.entries.has(clientOrderId)) return reject('UNKNOWN_ORDER', `no order '${clientOrderId}' is known`)
  const outcome = cancelOrder(turn, clientOrderId)
  return outcome.reply === null ? pendingOf([outcome]) : reject(outcome.reply, `order '${clientOrderId}' has ended`)
}

const pendingOf = (outcomes: readonly CancelOutcome[]): Answer => ({
  ok: true,
  body: { clientOrderIds: outcomes.filter(({ pending }) => pending).map(({ clientOrderId }) => clientOrderId) },
})

const cancel = (turn: Turn, request: CancelRequest): Answer => {
  const { clientOrderId, strategyId, all } = request
  if (clientOrderId !== undefined) return cancelOne(turn, clientOrderId)
  if (strategyId !== undefined) return pendingOf(cancelAll(turn, ({ order }) => order.strategyId === strategyId))
  return all === true ? pendingOf(cancelAll(turn)) : reject('BAD_REQUEST', "one of 'clientOrderId', 'strategyId' and 'all' is needed")
}

const eventsSince = (state: ExecState, { after, max }: SinceRequest): StreamEvent[] => {
  const found: StreamEvent[] = []
  let bytes = 0
  for (const event of state.registry.events.slice(after, after + max)) {
    bytes += JSON.stringify(event).length
    if (bytes > EVENTS_BYTES_MAX && found.length > 0) break
    found.push(event)
  }
  return found
}

const since = ({ state }: Turn, request: SinceRequest): Answer => {
  if (request.stream !== 'exec.events') return reject('UNKNOWN_STREAM', `exec has no stream '${request.stream}'`)
  const lastSeq = state.registry.events.length
  const events = eventsSince(state, request)
  return { ok: true, body: { epoch: state.epoch, events, lastSeq, more: request.after + events.length < lastSeq } }
}

const HANDLERS: Readonly<Record<string, (turn: Turn, request: Requested) => Answer>> = {
  'order.submit': (turn, { body, correlationId }) => submit(turn, body as SubmitRequest, correlationId),
  'order.cancel': (turn, { body }) => cancel(turn, body as CancelRequest),
  'order.status': ({ state }, { body }) => ordersFor(state.registry, body as StatusRequest),
  'order.check': (turn, { body }) => ({ ok: true, body: checkOrder(turn, body as SubmitRequest) }),
  'exec.status': (turn) => ({ ok: true, body: statusOf(turn) }),
  'exec.breaker': (turn, { body }) => setBreaker(turn, body as BreakerRequest),
  'exec.resume': (turn, { body }) => resumeScope(turn, body as ExecResumeRequest),
  'events.since': (turn, { body }) => since(turn, body as SinceRequest),
}

const answerOf = (turn: Turn, request: Requested): Answer => {
  const handler = HANDLERS[request.method]
  return handler === undefined ? reject('UNKNOWN_METHOD', `exec does not know '${request.method}'`) : handler(turn, request)
}

/** Answers one request of the bus. */
export const takeRequest = (turn: Turn, request: Requested): void => {
  const refusal = auditRefusal(turn.state.journal, request.method)
  turn.emit({ type: 'rpc.reply', requestId: request.requestId, answer: refusal === null ? answerOf(turn, request) : { ok: false, error: refusal } })
}
