import type { CheckAnswer } from '../../lib/contracts/risk.ts'
import type { CommonIn } from '../../lib/daemon/effects.ts'
import { changeOrder } from './changes.ts'
import { record } from './outbox.ts'
import { lateDenials, place } from './placing.ts'
import type { Turn } from './turn.ts'

type RiskReply = Extract<CommonIn, { type: 'rpc.answered' }>['answer']

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
  if (outcome === 'allow') place(turn, entry, expiresUs)
  else changeOrder(turn, clientOrderId, { event: 'deny', reason: denials.join(' ') })
}

const silence = (code: string): CheckAnswer => ({ verdict: 'deny', codes: [code], policyVersion: '', riskSeq: 0, expiresUs: 0 })

const verdictOf = (reply: RiskReply): CheckAnswer => {
  if (!reply.ok) return silence(reply.error.code === 'TIMEOUT' ? 'RISK_TIMEOUT' : 'RISK_UNAVAILABLE')
  const answer = reply.body as CheckAnswer
  return answer.verdict === 'deny' && answer.codes.length === 0 ? { ...answer, codes: ['RISK_DENIED'] } : answer
}
