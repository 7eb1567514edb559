import t from 'tap'
import { Limiter } from '../../../../src/daemons/exec/limits/limiter.ts'

const WEIGHT = { kind: 'weight', intervalUs: 60_000_000, limitCount: 100 } as const
const ORDERS = { kind: 'orders', intervalUs: 10_000_000, limitCount: 20 } as const
const ORDER = { weight: 1, orders: 1 }
const QUESTION = { weight: 4, orders: 0 }

const limiterOf = (): Limiter => {
  const limiter = new Limiter()
  limiter.learn([WEIGHT, ORDERS])
  return limiter
}

t.test('asks every budget that a call costs, and the longest wait counts', async (t) => {
  const limiter = limiterOf()
  limiter.mirror([{ kind: 'orders', intervalUs: ORDERS.intervalUs, usedCount: 16 }], 1_000_000)
  t.equal(limiter.take(ORDER, 'order', 1_000_000), 9_000_000)
  t.equal(limiter.take(QUESTION, 'query', 1_000_000), 0)
  t.same(
    limiter.report(1_000_000).map(({ usedCount }) => usedCount),
    [4, 16],
  )
})

t.test('charges nothing for a call that has to wait', async (t) => {
  const limiter = limiterOf()
  limiter.freeze(5_000_000)
  t.equal(limiter.take(ORDER, 'halt', 0), 5_000_000)
  t.same(
    limiter.report(0).map(({ usedCount }) => usedCount),
    [0, 0],
  )
})

t.test('holds back everything inside a ban, the halt lane too', async (t) => {
  const limiter = limiterOf()
  limiter.freeze(5_000_000)
  limiter.freeze(3_000_000)
  t.equal(limiter.waitUs(ORDER, 'halt', 4_999_999), 1)
  t.equal(limiter.waitUs(ORDER, 'halt', 5_000_000), 0)
})

t.test('holds back only new orders when the venue counts too many orders', async (t) => {
  const limiter = limiterOf()
  limiter.freezeOrders(3_000_000)
  t.equal(limiter.waitUs(ORDER, 'order', 3_000_000), 7_000_000)
  t.equal(limiter.waitUs(ORDER, 'cancel', 3_000_000), 7_000_000, 'one that only reduces counts too')
  t.equal(limiter.waitUs({ weight: 1, orders: 0 }, 'cancel', 3_000_000), 0)
  t.equal(limiter.waitUs(QUESTION, 'query', 3_000_000), 0)
})

t.test('keeps its counts when the venue lists the same limits again', async (t) => {
  const limiter = limiterOf()
  limiter.charge(ORDER, 'order', 0)
  limiter.learn([WEIGHT, { ...ORDERS, limitCount: 40 }])
  t.same(
    limiter.report(0).map(({ limitCount, usedCount }) => [limitCount, usedCount]),
    [
      [100, 1],
      [40, 0],
    ],
  )
})
