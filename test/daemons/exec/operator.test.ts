import t from 'tap'
import { lost } from './paper-venue.ts'
import { intent, Rig } from './rig.ts'

const breaker = (rig: Rig, state: string, group = 'trade.new') => rig.request('exec.breaker', { group, state, by: 'ann' })
const resume = (rig: Rig, over: Readonly<Record<string, string>> = {}) =>
  rig.request('exec.resume', { scope: '*', level: 'K1', reason: 'looked into', by: 'ann', ...over })
const codeOf = (answer: ReturnType<typeof resume>): string => (answer.ok ? 'ok' : answer.error.code)

/** Halted at K2 by a signal to exec alone, and agreed with risk. */
const halted = (): Rig => {
  const rig = new Rig().start()
  rig.offer({ type: 'risk.caughtUp', lastSeq: 0 })
  rig.offer({ type: 'halt.raised', by: 'SIGUSR2' })
  return rig
}

const riskSays = (rig: Rig, seq: number, [type, level]: readonly ['risk.halted' | 'risk.resumed', string]): void => {
  const body = { riskEventSeq: seq, level, reason: 'why', by: 'ann' }
  rig.offer({ type: 'risk.event', event: { seq, type, tsUs: rig.nowUs, correlationId: 'c', body } })
}

t.test('a breaker that an operator holds open refuses orders, over a restart too, until it is given back', async (t) => {
  const rig = new Rig().start()
  t.match(breaker(rig, 'forcedOpen'), { ok: true, body: { group: 'trade.new', state: 'forcedOpen' } })
  t.match(rig.request('order.submit', intent()), { ok: false, error: { code: 'BREAKER_OPEN' } })
  const next = rig.restart(2)
  t.equal(next.state.phase, 'ready')
  t.match(next.request('order.submit', intent()), { ok: false, error: { code: 'BREAKER_OPEN' } })
  breaker(next, 'closed')
  t.match(next.request('order.submit', intent()), { ok: true })
  t.equal(next.restart(3).state.gate.breakers['trade.new'].state, 'closed')
})

t.test('a disabled breaker lets calls pass whatever fails', async (t) => {
  const rig = new Rig({ over: { duplicateWindowMs: 0 } }).start()
  breaker(rig, 'disabled')
  for (let n = 0; n < 6; n += 1) {
    rig.venue.script.push({ call: 'POST /api/v3/order', result: lost })
    rig.submit({ strategyId: `s${n}` })
    rig.run(10_000)
  }
  t.equal(rig.state.gate.breakers['trade.new'].state, 'disabled')
  t.match(rig.request('order.submit', intent({ strategyId: 'z' })), { ok: true })
})

t.test('exec agrees with the venue once its questions may leave again', async (t) => {
  const rig = new Rig().start()
  breaker(rig, 'forcedOpen', 'query')
  const next = rig.restart(2)
  next.run(30_000_000)
  t.equal(next.state.phase, 'syncing')
  breaker(next, 'closed', 'query')
  next.run(1_000_000)
  t.equal(next.state.phase, 'ready')
})

t.test('a halt that exec alone holds is lowered step by step by a named human', async (t) => {
  const rig = halted()
  t.equal(codeOf(resume(rig, { by: 'exec' })), 'RESUME_UNNAMED')
  t.equal(codeOf(resume(rig, { reason: ' ' })), 'RESUME_UNEXPLAINED')
  t.equal(codeOf(resume(rig, { level: 'K0' })), 'RESUME_STEP')
  t.equal(codeOf(resume(rig, { scope: 'symbol:X' })), 'NOT_HALTED')
  t.match(resume(rig), { ok: true, body: { scope: '*', level: 'K1' } })
  t.match(resume(rig, { level: 'K0' }), { ok: true })
  t.equal(codeOf(resume(rig, { level: 'K0' })), 'NOT_HALTED')
  t.match(rig.request('order.submit', intent()), { ok: true })
  t.match(rig.restart(2).request('order.submit', intent({ intentId: 'i2' })), { ok: true })
})

t.test('exec never goes below the level of risk, nor lower while that is not known', async (t) => {
  const rig = halted()
  rig.offer({ type: 'risk.lost' })
  t.equal(codeOf(resume(rig)), 'RISK_UNAVAILABLE')
  rig.offer({ type: 'risk.caughtUp', lastSeq: 0 })
  riskSays(rig, 1, ['risk.halted', 'K2'])
  t.equal(codeOf(resume(rig)), 'HELD_BY_RISK')
  riskSays(rig, 2, ['risk.resumed', 'K1'])
  rig.offer({ type: 'halt.raised', by: 'SIGUSR2' })
  t.equal(codeOf(resume(rig)), 'ok')
  const next = rig.restart(2)
  riskSays(next, 1, ['risk.halted', 'K2'])
  riskSays(next, 2, ['risk.resumed', 'K1'])
  next.offer({ type: 'risk.caughtUp', lastSeq: 2 })
  t.equal(codeOf(resume(next, { level: 'K0' })), 'HELD_BY_RISK')
})

t.test('nothing is resumed while the fate of an order is unknown', async (t) => {
  const rig = new Rig().start()
  rig.offer({ type: 'risk.caughtUp', lastSeq: 0 })
  rig.venue.script.push({ call: 'POST /api/v3/order', result: lost })
  rig.submit()
  rig.run(10_000)
  rig.offer({ type: 'halt.raised', by: 'SIGUSR2' })
  t.match(resume(rig), { ok: false, error: { code: 'NOT_READY', category: 'retry' } })
})
