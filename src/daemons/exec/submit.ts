import type { RpcError } from '../../lib/contracts/envelope.ts'
import type { Order, SubmitRequest } from '../../lib/contracts/exec.ts'
import type { OrderCheck } from '../../lib/contracts/exec-control.ts'
import { matchedType } from '../../lib/model/order-terms.ts'
import { assess } from './assess.ts'
import { changeOrder } from './changes.ts'
import { closedFor } from './closed.ts'
import { bodyHash, nextClientOrderId, orderOf, type SubmitOutcome, storedOutcome } from './intents.ts'
import { announceOrder } from './outbox.ts'
import type { Turn } from './turn.ts'
import { readClock } from './venue-limits.ts'

/** An order that is only looked at never gets an id. */
const CHECKED_ID = 'unsent'

const refuse = (error: RpcError): SubmitOutcome => ({ ok: false, error })

/** What would become of an intent now, as far as that can be said without risk; nothing is kept of it. */
export const checkOrder = (turn: Turn, request: SubmitRequest): OrderCheck => {
  const order = orderOf(turn, request, CHECKED_ID)
  const assessed = assess(turn, order)
  const { code, message, hint } = closedFor(turn) ?? assessed.refusal ?? { code: '', message: '', ...assessed }
  return { order, code, message, ...(hint === undefined ? {} : { hint }) }
}

/** Takes an intent: a known one gets its stored answer, a new one becomes an order that is refused here or goes to risk. */
export const submit = (turn: Turn, request: SubmitRequest, correlationId: string): SubmitOutcome => {
  const known = storedOutcome(turn.state, request)
  if (known !== null) return known
  const closed = closedFor(turn)
  if (closed?.code === 'CLOCK') readClock(turn)
  if (closed !== null) return refuse(closed)
  const clientOrderId = nextClientOrderId(turn.state, request.strategyId)
  const order = orderOf(turn, request, clientOrderId)
  const { refusal, ...more } = assess(turn, order)
  const detail = { bodyHash: bodyHash(request), venueQty: '0', venueMs: 0, refusal, ...more }
  announceOrder(turn, { order, cause: 'accepted', detail, correlationId })
  if (refusal !== null) {
    changeOrder(turn, clientOrderId, { event: 'deny', reason: refusal.code === 'VALIDATION' ? `VALIDATION: ${refusal.hint}` : refusal.code })
    return refuse(refusal)
  }
  if (request.causeMonoUs !== undefined) turn.state.causes.set(clientOrderId, request.causeMonoUs)
  askRisk(turn, { order, hash: detail.bodyHash, correlationId })
  return { ok: true, body: { clientOrderId, ...more } }
}

const askRisk = (turn: Turn, { order, hash, correlationId }: { order: Order; hash: string; correlationId: string }): void => {
  const { clientOrderId, strategyId, symbol, side, type, price, qty, reduceOnly } = order
  turn.state.checks.set(clientOrderId, turn.nowUs)
  turn.emit({
    type: 'rpc.request',
    id: `risk|${clientOrderId}`,
    service: 'risk',
    method: 'risk.check',
    body: { clientOrderId, strategyId, symbol, side, type: matchedType(type), price, qty, reduceOnly, bodyHash: hash },
    timeoutUs: turn.state.config.riskTimeoutMs * 1000,
    correlationId,
  })
}
