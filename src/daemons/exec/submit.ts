import type { RpcError } from '../../lib/contracts/envelope.ts'
import type { Order, SubmitRequest } from '../../lib/contracts/exec.ts'
import type { CheckAnswer } from '../../lib/contracts/risk.ts'
import type { CommonIn } from '../../lib/daemon/effects.ts'
import type { Validity } from '../../lib/venues/orders.ts'
import { changeOrder } from './changes.ts'
import { haltLevel, isHalted } from './halts.ts'
import { bodyHash, nextClientOrderId, orderOf, type SubmitOutcome, storedOutcome } from './intents.ts'
import { announceOrder, record } from './outbox.ts'
import type { Entry } from './registry.ts'
import { isBanned, type Turn, validity } from './turn.ts'
import { type Problem, validate } from './validate.ts'

type RiskReply = Extract<CommonIn, { type: 'rpc.answered' }>['answer']

const refuse = (error: RpcError): SubmitOutcome => ({ ok: false, error })

const closedOutcome = (turn: Turn): SubmitOutcome | null => {
  const { phase } = turn.state
  if (phase === 'draining' || phase === 'stopped') return refuse({ code: 'NOT_READY', category: 'retry', message: 'exec is stopping' })
  if (phase !== 'ready') return refuse({ code: 'NOT_READY', category: 'retry', message: 'exec has not agreed with the venue yet' })
  if (isBanned(turn)) return refuse({ code: 'RATE_LIMITED', category: 'retry', message: 'the venue takes no requests for now' })
  return null
}

const describe = ({ code, nearest }: Problem): string => (nearest === undefined ? code : `${code} nearest ${nearest}`)

const refusalOf = (turn: Turn, order: Order): RpcError | null => {
  const { registry, instruments, config } = turn.state
  const rules = { instrument: instruments.get(order.symbol), registry, nowUs: turn.nowUs, duplicateWindowMs: config.duplicateWindowMs }
  const problems = validate(order, rules)
  if (problems.length > 0) {
    const codes = problems.map(({ code }) => code).join(' ')
    return { code: 'VALIDATION', category: 'reject', message: `order for '${order.symbol}' is refused: ${codes}`, hint: problems.map(describe).join(', ') }
  }
  if (!isHalted(registry, order)) return null
  return { code: 'HALTED', category: 'reject', message: `no new order at halt level ${haltLevel(registry, order)}` }
}

/** Takes an intent: a known one gets its stored answer, a new one becomes an order that is refused here or goes to risk. */
export const submit = (turn: Turn, request: SubmitRequest, correlationId: string): SubmitOutcome => {
  const early = storedOutcome(turn.state, request) ?? closedOutcome(turn)
  if (early !== null) return early
  const clientOrderId = nextClientOrderId(turn.state, request.strategyId)
  const order = orderOf(turn, request, clientOrderId)
  const refusal = refusalOf(turn, order)
  const detail = { bodyHash: bodyHash(request), venueQty: '0', venueMs: 0, refusal }
  announceOrder(turn, { order, cause: 'accepted', detail, correlationId })
  if (refusal !== null) {
    changeOrder(turn, clientOrderId, { event: 'deny', reason: refusal.code === 'VALIDATION' ? `VALIDATION: ${refusal.hint}` : refusal.code })
    return refuse(refusal)
  }
  if (request.causeMonoUs !== undefined) turn.state.causes.set(clientOrderId, request.causeMonoUs)
  askRisk(turn, { order, hash: detail.bodyHash, correlationId })
  return { ok: true, body: { clientOrderId } }
}

const askRisk = (turn: Turn, { order, hash, correlationId }: { order: Order; hash: string; correlationId: string }): void => {
  const { clientOrderId, strategyId, symbol, side, type, price, qty, reduceOnly } = order
  turn.state.checks.set(clientOrderId, turn.nowUs)
  turn.emit({
    type: 'rpc.request',
    id: `risk|${clientOrderId}`,
    service: 'risk',
    method: 'risk.check',
    body: { clientOrderId, strategyId, symbol, side, type, price, qty, reduceOnly, bodyHash: hash },
    timeoutUs: turn.state.config.riskTimeoutMs * 1000,
    correlationId,
  })
}

/** Risk's answer, or its absence, which is a denial. */
export const takeVerdict = (turn: Turn, clientOrderId: string, reply: RiskReply): void => {
  const { registry, checks } = turn.state
  const askedUs = checks.get(clientOrderId)
  checks.delete(clientOrderId)
  if (askedUs !== undefined && reply.ok) turn.state.riskCheckUs.record(turn.nowUs - askedUs)
  const entry = registry.entries.get(clientOrderId)
  if (entry === undefined || askedUs === undefined || entry.order.status !== 'NEW_LOCAL') return
  const verdict = verdictOf(reply)
  const denials = verdict.verdict === 'allow' ? lateDenials(turn, entry, verdict.expiresUs) : verdict.codes
  const { policyVersion, riskSeq, expiresUs } = verdict
  const outcome = denials.length === 0 ? 'allow' : 'deny'
  record(turn, {
    type: 'risk.verdict',
    clientOrderId,
    bodyHash: entry.detail.bodyHash,
    verdict: outcome,
    codes: [...denials],
    policyVersion,
    riskSeq,
    expiresUs,
  })
  if (outcome === 'allow') send(turn, entry)
  else changeOrder(turn, clientOrderId, { event: 'deny', reason: denials.join(' ') })
}

const silence = (code: string): CheckAnswer => ({ verdict: 'deny', codes: [code], policyVersion: '', riskSeq: 0, expiresUs: 0 })

const verdictOf = (reply: RiskReply): CheckAnswer => {
  if (!reply.ok) return silence(reply.error.code === 'TIMEOUT' ? 'RISK_TIMEOUT' : 'RISK_UNAVAILABLE')
  const answer = reply.body as CheckAnswer
  return answer.verdict === 'deny' && answer.codes.length === 0 ? { ...answer, codes: ['RISK_DENIED'] } : answer
}

/** What came up while risk was thinking. */
const lateDenials = (turn: Turn, { order }: Entry, expiresUs: number): readonly string[] => {
  if (expiresUs <= turn.nowUs) return ['APPROVAL_EXPIRED']
  if (isHalted(turn.state.registry, order)) return ['HALTED']
  const closed = closedOutcome(turn)
  return closed === null || closed.ok ? [] : [closed.error.code]
}

const send = (turn: Turn, { order, detail }: Entry): void => {
  const { config } = turn.state
  const at: Validity = validity(turn)
  const { clientOrderId, symbol, side, type, tif, price, qty } = order
  record(turn, {
    type: 'order.sent',
    clientOrderId,
    bodyHash: detail.bodyHash,
    serverMs: at.serverMs,
    recvWindowMs: at.recvWindowMs,
    deadServerMs: at.serverMs + at.recvWindowMs + config.proofMs,
    request: turn.venue.place({ clientOrderId, symbol, side, type, tif, price, qty }, at),
    timeoutUs: config.orderTimeoutMs * 1000,
  })
  changeOrder(turn, clientOrderId, { event: 'send' })
}
