import t from 'tap'
import type { RiskOut } from '../../../src/daemons/risk/events.ts'
import { applyRecord, recordTypeOf } from '../../../src/daemons/risk/records.ts'
import { openState } from '../../../src/daemons/risk/state.ts'
import { epochUs } from '../../../src/lib/base/units.ts'
import { RISK_CONFIG } from '../../kit/risk-desk.ts'

const verdict = (kind: 'allow' | 'deny'): RiskOut => ({
  type: 'verdict.given',
  verdict: kind,
  codes: kind === 'allow' ? [] : ['HALTED'],
  policyVersion: 'p',
  riskSeq: 7,
  expiresUs: 1,
  clientOrderId: 'c1',
  strategyId: 'maker',
  symbol: 'BTCUSDT',
  side: 'sell',
  qty: '0.1',
  bodyHash: 'h',
})
const said = (type: string, body: unknown): RiskOut => ({ type: 'event.appended', event: { seq: 1, type, tsUs: 1, correlationId: 'c', body } })

t.test('verdicts, events and halts are records, everything else is none', async (t) => {
  const types = [
    verdict('deny'),
    said('risk.denied', {}),
    said('risk.halted', {}),
    said('risk.resumed', {}),
    { type: 'policy.adopted', policyVersion: 'p', policy: RISK_CONFIG } as const,
    { type: 'stopped' } as const,
  ].map(recordTypeOf)
  t.strictSame(types, ['VERDICT', 'EVENT', 'HALT', 'HALT', 'EVENT', null])
})

t.test('an approval reserves and uses the pace at the time of the record, a denial only counts', async (t) => {
  const state = openState(RISK_CONFIG)
  applyRecord(state, verdict('deny'), epochUs(500))
  t.strictSame([state.recorded.riskSeq, state.book.reserved.size, state.recorded.ratesUs.size], [7, 0, 0])
  applyRecord(state, verdict('allow'), epochUs(500))
  t.match(state.book.reserved.get('c1'), { symbol: 'BTCUSDT', side: 'sell', filled: 0n })
  t.equal(state.recorded.ratesUs.get('maker'), 1_500)
})

t.test('a denied order is told but moves no latch', async (t) => {
  const state = openState(RISK_CONFIG)
  applyRecord(state, said('risk.halted', { riskEventSeq: 1, level: 'K3', reason: 'r', by: 'ann' }), epochUs(1))
  applyRecord(state, said('risk.denied', { riskEventSeq: 2, level: 'K0' }), epochUs(1))
  t.strictSame(state.recorded.latch, { level: 'K3', reason: 'r', by: 'ann' })
  t.equal(state.recorded.events.length, 2)
})
