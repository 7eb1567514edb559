import t from 'tap'
import { bodyHash } from '../../../src/daemons/exec/intents.ts'
import { intent, Rig } from './rig.ts'

t.test('equal amounts hash alike, anything else differs', async (t) => {
  const hash = bodyHash(intent())
  t.equal(bodyHash(intent({ price: '100.00', qty: '1.0' })), hash)
  t.equal(bodyHash(intent({ causeMonoUs: 5 })), hash)
  const others = [{ price: '100.01' }, { qty: '2' }, { side: 'sell' }, { symbol: 'ETHUSDT' }, { reduceOnly: true }, { intentId: 'i2' }, { tif: 'ioc' }] as const
  t.equal(new Set([hash, ...others.map((over) => bodyHash(intent(over)))]).size, others.length + 1)
})

t.test('every term is part of the hash, and an order without any hashes as it always did', async (t) => {
  const terms = [
    { stopPrice: '90' },
    { trailingDeltaBps: 5 },
    { icebergQty: '0.5' },
    { quoteQty: '9' },
    { selfTradePrevention: 'none' },
    { expiresUs: 5 },
  ] as const
  t.equal(new Set([{}, ...terms].map((over) => bodyHash(intent(over)))).size, terms.length + 1)
  t.equal(bodyHash(intent({ stopPrice: '90.00' })), bodyHash(intent({ stopPrice: '90' })))
  t.equal(bodyHash(intent()), '9a2d44db226baf76')
})

t.test('a repeated intent gets its stored answer, also the refusal and after a restart', async (t) => {
  const rig = new Rig().start()
  const good = rig.request('order.submit', intent())
  const bad = rig.request('order.submit', intent({ intentId: 'bad', qty: '0.000001' }))
  t.equal(bad.ok, false)
  t.same(rig.request('order.submit', intent()), good)
  t.same(rig.request('order.submit', intent({ intentId: 'bad', qty: '0.000001' })), bad)
  rig.run(10_000)
  const next = rig.restart(2)
  t.same(next.request('order.submit', intent()), good)
  t.same(next.request('order.submit', intent({ intentId: 'bad', qty: '0.000001' })), bad)
  t.equal(next.state.registry.intentsCount, 2)
  t.equal(rig.venue.posts.length, 1)
})

t.test('an intent id cannot be used for another order', async (t) => {
  const rig = new Rig().start()
  rig.request('order.submit', intent())
  t.match(rig.request('order.submit', intent({ qty: '2' })), { ok: false, error: { code: 'INTENT_ID_REUSED', category: 'reject' } })
  t.match(rig.request('order.submit', intent({ strategyId: 'other', qty: '2' })), { ok: true })
})

t.test('client order ids name strategy, incarnation and number', async (t) => {
  const rig = new Rig().start(7)
  t.equal(rig.submit(), 'T10maker-00007-0000001n')
  t.equal(rig.submit({ price: '99' }), 'T10maker-00007-0000002n')
})
