import t from 'tap'
import type { StatusAnswer } from '../../../src/lib/contracts/exec.ts'
import { Rig } from './rig.ts'

const ask = (rig: Rig, body: object): StatusAnswer => {
  const answer = rig.request('order.status', body)
  if (!answer.ok) throw new Error(answer.error.code)
  return answer.body as StatusAnswer
}

const everyId = (rig: Rig, body: object): string[] => {
  const ids: string[] = []
  for (let after: number | undefined = 0; after !== undefined; ) {
    const page: StatusAnswer = ask(rig, { ...body, after })
    ids.push(...page.orders.map(({ clientOrderId }) => clientOrderId))
    after = page.nextIndex
  }
  return ids
}

/** Many live orders of two strategies, oldest first. */
const crowd = (count: number): { rig: Rig; ids: string[] } => {
  const rig = new Rig().start()
  const ids = Array.from({ length: count }, (_, n) => {
    const id = rig.submit({ price: String(100 + n), strategyId: n % 2 === 0 ? 'even' : 'odd' })
    rig.run(5_000)
    return id
  })
  return { rig, ids }
}

t.test('pages list every order once, oldest first, and fit a frame', async (t) => {
  const { rig, ids } = crowd(150)
  t.same(everyId(rig, {}), ids)
  t.same(everyId(rig, { limitCount: 7 }), ids)
  t.same(
    everyId(rig, { strategyId: 'odd' }),
    ids.filter((_, n) => n % 2 === 1),
  )
  t.same(everyId(rig, { symbol: 'ETHUSDT' }), [])
  const page = ask(rig, { after: 0, limitCount: 1_000 })
  t.equal(page.orders.length, 60)
  t.ok(JSON.stringify(page).length < 48 * 1024)
  t.same(
    ask(rig, {}).orders.map(({ clientOrderId }) => clientOrderId),
    ids.slice(-60),
  )
})

t.test('an order that ends between two pages hides no other', async (t) => {
  const { rig, ids } = crowd(8)
  const first = ask(rig, { after: 0, limitCount: 4 })
  rig.request('order.cancel', { clientOrderId: ids[3] })
  rig.run(10_000)
  const rest = ask(rig, { after: first.nextIndex ?? 0, limitCount: 4 })
  t.same(
    rest.orders.map(({ clientOrderId }) => clientOrderId),
    ids.slice(4),
  )
  t.equal(rest.nextIndex, undefined)
})

t.test('ended orders are listed when all are wanted, over a restart too', async (t) => {
  const { rig, ids } = crowd(3)
  rig.request('order.cancel', { all: true })
  rig.run(10_000)
  t.same(everyId(rig, {}), [])
  t.same(everyId(rig.restart(2), { all: true }), ids)
})

t.test('one order is found by its intent', async (t) => {
  const rig = new Rig().start()
  const id = rig.submit({ intentId: 'mine', strategyId: 'cli' })
  t.equal(ask(rig, { intentId: 'mine', strategyId: 'cli' }).orders[0]?.clientOrderId, id)
  t.match(rig.request('order.status', { intentId: 'mine', strategyId: 'other' }), { ok: false, error: { code: 'UNKNOWN_ORDER' } })
})
