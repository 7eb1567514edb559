import t from 'tap'
import { readHealth, readLimits, readUsage } from '../../../../src/lib/venues/binance/rate-limits.ts'

const answer = (body: unknown, over: { status?: number; headers?: Record<string, string> } = {}) =>
  ({ ok: true, status: over.status ?? 200, headers: over.headers ?? {}, body: typeof body === 'string' ? body : JSON.stringify(body), sentMonoUs: 1 }) as const
const lost = { ok: false, sent: true, reason: 'timeout', sentMonoUs: 1 } as const

t.test('the budgets that the venue lists are read, other kinds are left out', async (t) => {
  const rateLimits = [
    { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 6000 },
    { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 100 },
    { rateLimitType: 'ORDERS', interval: 'DAY', intervalNum: 1, limit: 200000 },
    { rateLimitType: 'RAW_REQUESTS', interval: 'MINUTE', intervalNum: 5, limit: 61000 },
    { rateLimitType: 'ORDERS', interval: 'FORTNIGHT', intervalNum: 1, limit: 1 },
  ]
  t.same(readLimits(answer({ rateLimits })), [
    { kind: 'weight', intervalUs: 60_000_000, limitCount: 6_000 },
    { kind: 'orders', intervalUs: 10_000_000, limitCount: 100 },
    { kind: 'orders', intervalUs: 86_400_000_000, limitCount: 200_000 },
  ])
})

t.test('an answer without a readable list of budgets teaches nothing', async (t) => {
  for (const body of ['{}', 'x', '[]', { rateLimits: [{ rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 'x', limit: 1 }] }]) {
    t.same(readLimits(answer(body)), [])
  }
  t.same(readLimits(answer({ rateLimits: [] }, { status: 500 })), [])
  t.same(readLimits(lost), [])
})

t.test('the headers tell what was used', async (t) => {
  const headers = { 'x-mbx-used-weight-1m': '43', 'x-mbx-order-count-10s': '2', 'x-mbx-order-count-1d': '7', 'x-mbx-used-weight': '43', 'retry-after': '1' }
  t.same(readUsage(answer('{}', { headers })), [
    { kind: 'weight', intervalUs: 60_000_000, usedCount: 43 },
    { kind: 'orders', intervalUs: 10_000_000, usedCount: 2 },
    { kind: 'orders', intervalUs: 86_400_000_000, usedCount: 7 },
  ])
  t.same(readUsage(answer('{}', { headers: { 'x-mbx-used-weight-1m': 'many' } })), [])
  t.same(readUsage(lost), [])
})

t.test('only an answer without a verdict speaks against the health of the venue', async (t) => {
  const cases = [
    [answer('{}'), 'ok'],
    [answer('{"half":'), 'failure'],
    [answer({ code: -2010, msg: 'Account has insufficient balance' }, { status: 400 }), 'ok'],
    [answer({ code: -2013, msg: 'Order does not exist.' }, { status: 400 }), 'ok'],
    [answer({ code: -1003, msg: 'x' }, { status: 429 }), 'none'],
    [answer('', { status: 418 }), 'none'],
    [answer({ code: -1021, msg: 'x' }, { status: 400 }), 'none'],
    [answer({ code: -1008, msg: 'x' }, { status: 400 }), 'failure'],
    [answer('', { status: 503 }), 'failure'],
    [lost, 'failure'],
    [{ ...lost, sent: false }, 'failure'],
  ] as const
  for (const [result, health] of cases) t.equal(readHealth(result), health, JSON.stringify(result))
})
