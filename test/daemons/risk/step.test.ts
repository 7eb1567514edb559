import t from 'tap'
import type { RiskOut } from '../../../src/daemons/risk/events.ts'
import { openState } from '../../../src/daemons/risk/state.ts'
import { append, record, refuse, reply, type Step } from '../../../src/daemons/risk/step.ts'
import { epochUs } from '../../../src/lib/base/units.ts'
import { RISK_CONFIG } from '../../kit/risk-desk.ts'

const stepped = () => {
  const outs: RiskOut[] = []
  const step: Step = { state: openState(RISK_CONFIG), nowUs: epochUs(9), emit: (out) => outs.push(out) }
  return { step, outs }
}

t.test('a record is applied before it is emitted', async (t) => {
  const { step } = stepped()
  let seen = ''
  record({ ...step, emit: () => (seen = step.state.recorded.policyVersion) }, { type: 'policy.adopted', policyVersion: 'v', policy: RISK_CONFIG })
  t.equal(seen, 'v')
})

t.test('events are numbered without a gap and published as they are recorded', async (t) => {
  const { step, outs } = stepped()
  append(step, 'c', { type: 'risk.denied', body: { clientOrderId: 'a', symbol: 'BTCUSDT', codes: ['HALTED'] } })
  append(step, 'd', { type: 'risk.halted', body: { level: 'K1', reason: 'r', by: 'ann' } })
  const body = { riskEventSeq: 2, level: 'K1', reason: 'r', by: 'ann' }
  t.strictSame(outs.slice(2), [
    { type: 'event.appended', event: { seq: 2, type: 'risk.halted', tsUs: 9, correlationId: 'd', body } },
    { type: 'publish', topic: 'risk.events', kind: 'risk.halted', body, correlationId: 'd' },
  ])
})

t.test('answers and refuses by the id of the request', async (t) => {
  const { step, outs } = stepped()
  const error = { code: 'NO', category: 'reject', message: 'no' } as const
  reply(step, { requestId: 'r1', correlationId: 'c' }, { level: 'K0' })
  refuse(step, { requestId: 'r2', correlationId: 'c' }, error)
  t.strictSame(outs, [
    { type: 'rpc.reply', requestId: 'r1', answer: { ok: true, body: { level: 'K0' } } },
    { type: 'rpc.reply', requestId: 'r2', answer: { ok: false, error } },
  ])
})
