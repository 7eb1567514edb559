import type { CheckAnswer, CheckRequest, HaltAnswer, HaltChanged, HaltRequest, ResumeRequest, RiskDenied } from '../../../src/lib/contracts/risk.ts'

const check: CheckRequest = {
  clientOrderId: 't-3-000017',
  strategyId: 'maker',
  symbol: 'BTCUSDT',
  side: 'buy',
  type: 'limitMaker',
  price: '55028.00',
  qty: '0.001',
  reduceOnly: false,
  bodyHash: '9f86d081884c7d65',
}
const allow: CheckAnswer = {
  verdict: 'allow',
  codes: [],
  policyVersion: 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
  riskSeq: 12,
  expiresUs: 1_723_075_200_623_456,
}
const deny: CheckAnswer = { ...allow, verdict: 'deny', codes: ['POSITION_MAX', 'ORDER_RATE'], riskSeq: 13 }
const halt: HaltRequest = { level: 'K2', reason: 'drawdown', by: 'ann' }
const resume: ResumeRequest = { level: 'K1', reason: 'looked at', by: 'ann' }
const halted: HaltAnswer = { level: 'K2' }
export const denied: RiskDenied = { riskEventSeq: 1, clientOrderId: 't-3-000018', symbol: 'BTCUSDT', codes: ['POSITION_MAX'] }
const raised: HaltChanged = { riskEventSeq: 2, ...halt }
const lowered: HaltChanged = { riskEventSeq: 3, ...resume }

export const riskExamples = {
  'risk.events.risk.denied': { position: denied },
  'risk.events.risk.halted': { K2: raised },
  'risk.events.risk.resumed': { K1: lowered },
  'risk.check.request': { limit: check, market: { ...check, type: 'market', price: null, reduceOnly: true } },
  'risk.check.answer': { allow, deny },
  'risk.halt.request': { K2: halt },
  'risk.halt.answer': { K2: halted },
  'risk.resume.request': { K1: resume },
  'risk.resume.answer': { K1: { level: 'K1' } },
}
