import type { Order } from '../../../src/lib/contracts/exec.ts'
import type { BreakerRequest, ExecResumeRequest, ExecStatus, OrderCheck } from '../../../src/lib/contracts/exec-control.ts'

const status: ExecStatus = {
  epoch: 3,
  phase: 'ready',
  halts: [{ scope: 'symbol:BTCUSDT', level: 'K1' }],
  budgets: [{ kind: 'orders', intervalUs: 10_000_000, limitCount: 100, usedCount: 7 }],
  breakers: [
    { group: 'trade.new', state: 'open', openUntilUs: 1_723_075_205_000_000 },
    { group: 'query', state: 'closed', openUntilUs: null },
  ],
  bannedForUs: 0,
  clock: { offsetUs: -1_500, spreadUs: 800, samplesCount: 3 },
  counts: { live: 2, unknown: 0, unsettled: 0, waiting: 1, inFlight: 1 },
  risk: 'current',
  streamSinceUs: 1_723_075_200_000_000,
}
const forced: BreakerRequest = { group: 'trade.new', state: 'forcedOpen', by: 'ann' }
const resume: ExecResumeRequest = { scope: '*', level: 'K1', reason: 'looked into', by: 'ann' }

/** What operators and the command line say to exec; `order` is one that was only looked at. */
export const controlExamples = (order: Order) => {
  const passed: OrderCheck = { order, code: '', message: '' }
  const refused: OrderCheck = { order, code: 'VALIDATION', message: "order for 'BTCUSDT' is refused: PRICE_TICK", hint: 'PRICE_TICK nearest 100.00' }
  const { intentId, strategyId, symbol, side, type, tif, qty, postOnly, reduceOnly } = order
  return {
    'order.check.request': { market: { intentId, strategyId, symbol, side, type, tif, qty, postOnly, reduceOnly } },
    'order.check.answer': { passed, refused },
    'exec.status.request': { any: {} },
    'exec.status.answer': { ready: status, starting: { ...status, phase: 'starting', halts: [], budgets: [], risk: 'unheard', streamSinceUs: null } },
    'exec.breaker.request': { forced },
    'exec.breaker.answer': { forced: { group: 'trade.new', state: 'forcedOpen' } },
    'exec.resume.request': { resume },
    'exec.resume.answer': { lowered: { scope: '*', level: 'K1' } },
  }
}
