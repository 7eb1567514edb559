import { grant, paceOf } from '../../lib/base/gcra.ts'
import { toMoney } from '../../lib/base/money.ts'
import { msToUs } from '../../lib/base/time.ts'
import type { CheckAnswer, CheckRequest } from '../../lib/contracts/risk.ts'
import { failedChecks, type Prices, type Subject } from './checks.ts'
import { exposureOf, openCountOf } from './exposure.ts'
import { type Limits, limitsOf } from './limits.ts'
import type { RiskState } from './state.ts'
import { type Asked, append, record, refuse, type Step } from './step.ts'

/** True while positions and open orders are known to be those of exec. */
export const isTrusted = ({ phase, trustedFromUs }: RiskState, nowUs: number): boolean => phase === 'current' && nowUs >= trustedFromUs

const limitsFor = ({ limits, config }: RiskState, symbol: string): Limits => {
  const known = limits.get(symbol) ?? limitsOf(config, symbol)
  limits.set(symbol, known)
  return known
}

const pricesFor = ({ marks, config }: RiskState, symbol: string, nowUs: number): Prices | null => {
  const mark = marks.get(symbol)
  const isFresh = mark !== undefined && nowUs - mark.receivedUs <= msToUs(config.markStaleMs)
  return isFresh && mark.bid > 0n && mark.ask > 0n ? mark : null
}

const isRateGranted = ({ config, recorded }: RiskState, strategyId: string, nowUs: number): boolean =>
  grant(paceOf(config.ordersPerS, config.burstCount), recorded.ratesUs.get(strategyId) ?? 0, { nowUs }).granted

const subjectOf = ({ state, nowUs }: Step, request: CheckRequest): Subject => {
  const { clientOrderId, strategyId, symbol, side, type, price, qty, reduceOnly } = request
  return {
    order: { side, type, price: price === null ? null : toMoney(price), qty: toMoney(qty), reduceOnly },
    limits: limitsFor(state, symbol),
    halt: state.recorded.latch.level,
    execCurrent: isTrusted(state, nowUs),
    prices: pricesFor(state, symbol, nowUs),
    exposure: exposureOf(state.book, symbol, clientOrderId),
    accountOpenCount: openCountOf(state.book, clientOrderId),
    accountMaxOpenCount: state.config.maxOpenOrdersCount,
    rateGranted: isRateGranted(state, strategyId, nowUs),
  }
}

const count = ({ counts }: RiskState, codes: readonly string[]): void => {
  if (codes.length === 0) counts.allowed += 1
  else counts.denied += 1
  for (const code of codes) counts.codes.set(code, (counts.codes.get(code) ?? 0) + 1)
}

const deny = (step: Step, asked: Asked, { clientOrderId, symbol, codes }: { clientOrderId: string; symbol: string; codes: string[] }): void => {
  append(step, asked.correlationId, { type: 'risk.denied', body: { clientOrderId, symbol, codes } })
  step.emit({ type: 'log', level: 'info', message: 'order denied', fields: { clientOrderId, symbol, codes, correlationId: asked.correlationId } })
}

/** Judges one order: the verdict is recorded, and answered without waiting for the disk. */
export const judge = (step: Step, asked: Asked & { readonly deadlineUs: number }, request: CheckRequest): void => {
  const { state, nowUs, emit } = step
  if (nowUs > asked.deadlineUs) {
    state.counts.late += 1
    refuse(step, asked, { code: 'DEADLINE', category: 'retry', message: 'deadline of the request is past' })
    return
  }
  const codes = failedChecks(subjectOf(step, request))
  count(state, codes)
  const answer: CheckAnswer = {
    verdict: codes.length === 0 ? 'allow' : 'deny',
    codes,
    policyVersion: state.recorded.policyVersion,
    riskSeq: state.recorded.riskSeq + 1,
    expiresUs: nowUs + msToUs(state.config.approvalTtlMs),
  }
  const { clientOrderId, strategyId, symbol, side, qty, bodyHash } = request
  record(step, { type: 'verdict.given', ...answer, clientOrderId, strategyId, symbol, side, qty, bodyHash })
  emit({ type: 'check.answered', requestId: asked.requestId, answer })
  if (codes.length > 0) deny(step, asked, { clientOrderId, symbol, codes })
}
