import t from 'tap'
import { createLimiter, intervalOf } from '../../../../src/daemons/sim/spot/limits.ts'

const limiter = () => createLimiter({ weightCount: 100, weightWindowMs: 60_000, ordersCount: 2, ordersWindowMs: 10_000 })

t.test('writes windows as the venue does', async (t) => {
  t.strictSame([intervalOf(60_000).short, intervalOf(10_000).short, intervalOf(86_400_000).short], ['1M', '10S', '1D'])
})

t.test('counts weight in windows aligned to the clock and refuses with the time to wait', async (t) => {
  const limits = limiter()
  limits.spend(60, 30_000)
  limits.refund(10, 30_000)
  t.strictSame(limits.weightHeaders(30_000), { 'x-mbx-used-weight-1m': '50' })
  t.throws(() => limits.spend(60, 59_500), {
    status: 429,
    code: -1003,
    message: /current limit is 100 request weight per 1 MINUTE/,
    headers: { 'retry-after': '1' },
  })
  limits.spend(60, 60_000)
  t.strictSame(limits.usage(60_000), [{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 100, count: 60 }])
})

t.test('counts orders for each account and gives one back for a first fill', async (t) => {
  const limits = limiter()
  limits.countOrder('a', 1, 1_000)
  limits.countOrder('a', 1, 1_000)
  t.throws(() => limits.admitOrder('a', 1_000), { status: 429, code: -1015, message: 'Too many new orders; current limit is 2 orders per 10 SECOND.' })
  limits.admitOrder('b', 1_000)
  limits.countOrder('a', -1, 1_000)
  limits.admitOrder('a', 1_000)
  t.strictSame(limits.orderHeaders('a', 1_000), { 'x-mbx-order-count-10s': '1', 'x-mbx-order-count-1d': '1' })
  t.strictSame(limits.orderHeaders('a', 10_000), { 'x-mbx-order-count-10s': '0', 'x-mbx-order-count-1d': '1' })
})

t.test('bans who goes on above a limit, longer each time', async (t) => {
  const limits = createLimiter({ weightCount: 1, weightWindowMs: 60_000, ordersCount: 2, ordersWindowMs: 10_000, banAfterCount: 2 })
  const statuses = (atMs: number, count: number): unknown[] =>
    Array.from({ length: count }, () => {
      try {
        limits.spend(1, atMs)
        return 200
      } catch (error) {
        return (error as { status: number }).status
      }
    })
  t.strictSame(statuses(0, 5), [200, 429, 429, 418, 418])
  t.strictSame(statuses(119_999, 1), [418])
  t.strictSame(statuses(120_000, 4), [200, 429, 429, 418])
  t.throws(() => limits.spend(1, 120_001), { status: 418, code: -1003, message: /IP banned until 360000/, headers: { 'retry-after': '240' } })
})

t.test('counts the weight of each client apart', async (t) => {
  const limits = limiter()
  limits.spend(100, 0, 'a')
  limits.spend(40, 0, 'b')
  limits.refund(10, 0, 'b')
  t.throws(() => limits.spend(1, 0, 'a'), { code: -1003 })
  t.strictSame([limits.weightHeaders(0, 'b'), limits.usage(0, 'c')[0]?.['count']], [{ 'x-mbx-used-weight-1m': '30' }, 0])
})

t.test('counts requests of any weight', async (t) => {
  const limits = createLimiter({ weightCount: 100, weightWindowMs: 60_000, ordersCount: 2, ordersWindowMs: 10_000, rawPer5MinutesCount: 1 })
  limits.spend(0, 0)
  t.throws(() => limits.spend(0, 0), { status: 429, message: /1 requests per 5 MINUTE/ })
  t.strictSame(
    limits.rules().map(({ rateLimitType, interval }) => `${rateLimitType} ${interval}`),
    ['REQUEST_WEIGHT MINUTE', 'ORDERS SECOND', 'ORDERS DAY', 'RAW_REQUESTS MINUTE'],
  )
})
