import t from 'tap'
import { haltLevel } from '../../../src/daemons/exec/halts.ts'
import type { HaltLevel } from '../../../src/lib/contracts/risk.ts'
import { lost } from './paper-venue.ts'
import { intent, Rig } from './rig.ts'

const riskSays = (rig: Rig, seq: number, [type, level]: readonly [string, HaltLevel]): void => {
  rig.offer({ type: 'risk.event', event: { seq, type, tsUs: 1, correlationId: 'c', body: { riskEventSeq: seq, level, reason: 'test', by: 'me' } } })
}

t.test('a raised halt cancels everything, until the venue has nothing, and refuses new orders', async (t) => {
  const rig = new Rig().start()
  const id = rig.submit()
  rig.run(10_000)
  rig.venue.script.push({ call: 'DELETE /api/v3/order', result: lost }, { call: 'GET /api/v3/order', result: lost })
  const made = rig.offer({ type: 'halt.raised', by: 'SIGUSR2' })
  t.ok(made.findIndex(({ type }) => type === 'halt.set') < made.findIndex(({ type }) => type === 'venue.send'))
  rig.run(5_000_000)
  t.equal(rig.order(id).status, 'CANCELED')
  t.match(rig.request('order.submit', intent({ intentId: 'a' })), { ok: false, error: { code: 'HALTED', category: 'reject' } })
  t.equal(rig.state.registry.intentsCount, 2)
  t.equal(rig.state.registry.tally.get('DENIED'), 1)
  t.match(rig.core.health(rig.state, 0 as never), { state: 'degraded', ready: true })
})

t.test('an approval that comes after the halt sends nothing', async (t) => {
  const rig = new Rig().start()
  rig.risk = () => 'hold'
  const id = rig.submit()
  riskSays(rig, 1, ['risk.halted', 'K1'])
  rig.verdict(`risk|${id}`, 'allow')
  rig.run(10_000)
  t.match(rig.order(id), { status: 'DENIED', reason: 'HALTED' })
  t.equal(rig.venue.posts.length, 0)
})

t.test('the first level lets through what reduces a position', async (t) => {
  const rig = new Rig().start()
  const id = rig.submit()
  rig.run(10_000)
  rig.text(rig.venue.tradeReport(id, rig.venue.fill(id, '1', '1')))
  rig.run(10_000)
  riskSays(rig, 1, ['risk.halted', 'K1'])
  t.match(rig.request('order.submit', intent({ intentId: 'b', price: '99' })), { ok: false, error: { code: 'HALTED' } })
  t.match(rig.request('order.submit', intent({ intentId: 'c', side: 'sell', reduceOnly: true })), { ok: true })
})

t.test('only the human who resumes at risk lowers the level, each event counts once', async (t) => {
  const rig = new Rig().start()
  riskSays(rig, 3, ['risk.halted', 'K2'])
  riskSays(rig, 4, ['risk.halted', 'K1'])
  t.equal(haltLevel(rig.state.registry), 'K2')
  riskSays(rig, 5, ['risk.resumed', 'K0'])
  t.equal(haltLevel(rig.state.registry), 'K2', 'two steps at once are none')
  riskSays(rig, 6, ['risk.resumed', 'K1'])
  t.equal(haltLevel(rig.state.registry), 'K1')
  riskSays(rig, 7, ['risk.resumed', 'K0'])
  t.equal(haltLevel(rig.state.registry), 'K0')
  riskSays(rig, 3, ['risk.halted', 'K2'])
  t.equal(haltLevel(rig.state.registry), 'K0')
})

t.test('a resumption frees strategies and symbols too', async (t) => {
  const rig = new Rig().start()
  const id = rig.submit()
  rig.run(10_000)
  rig.text(rig.venue.tradeReport(id, rig.venue.fill(id, '2', '2')))
  rig.run(5_000)
  t.equal(haltLevel(rig.state.registry, { strategyId: 'maker', symbol: 'BTCUSDT' }), 'K1')
  riskSays(rig, 1, ['risk.resumed', 'K0'])
  t.equal(haltLevel(rig.state.registry, { strategyId: 'maker', symbol: 'BTCUSDT' }), 'K0')
})
