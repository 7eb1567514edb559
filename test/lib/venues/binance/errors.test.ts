import t from 'tap'
import { refusalOf, unreadable } from '../../../../src/lib/venues/binance/errors.ts'

const answer = (status: number, body: string, headers: Record<string, string> = {}) => ({ ok: true, status, headers, body, sentMonoUs: 1 }) as const
const coded = (status: number, code: number, msg = '') => answer(status, JSON.stringify({ code, msg }))

t.test('what cannot be proved a refusal is ambiguous', async (t) => {
  const ambiguous = [
    coded(500, -1000),
    coded(400, -1000),
    coded(400, -1001),
    coded(400, -1006),
    coded(504, -1007),
    coded(400, -1008),
    coded(503, -1013),
    answer(400, '<html>'),
    answer(400, '{"code":"x"}'),
    answer(400, '[]'),
    answer(200, 'null'),
    { ok: false, sent: true, reason: 'timeout', sentMonoUs: 1 } as const,
  ]
  for (const result of ambiguous) t.equal(refusalOf(result).kind, 'ambiguous', JSON.stringify(result))
  t.equal(unreadable('x').kind, 'ambiguous')
})

t.test('business codes are refusals with their text', async (t) => {
  for (const code of [-1013, -1111, -1121, -2010, -2014, -2015]) t.equal(refusalOf(coded(400, code)).kind, 'rejected', String(code))
  t.same(refusalOf(coded(400, -2010, 'Account has insufficient balance for requested action.')), {
    kind: 'rejected',
    reason: '-2010 Account has insufficient balance for requested action.',
  })
  t.equal(refusalOf(coded(400, -2011, 'Order was not canceled due to cancel restrictions.')).kind, 'rejected')
})

t.test('special codes have their own meaning', async (t) => {
  t.equal(refusalOf(coded(400, -2010, 'Duplicate order sent.')).kind, 'duplicate')
  t.equal(refusalOf(coded(400, -2011, 'Unknown order sent.')).kind, 'unknownOrder')
  t.equal(refusalOf(coded(400, -2013, 'Order does not exist.')).kind, 'unknownOrder')
  t.equal(refusalOf(coded(400, -1021, 'x')).kind, 'clock')
  t.equal(refusalOf({ ok: false, sent: false, reason: 'refused', sentMonoUs: 1 }).kind, 'notSent')
})

t.test('limits say how long to be silent', async (t) => {
  t.match(refusalOf(coded(429, -1003)), { kind: 'rateLimited', retryAfterMs: 60_000 })
  t.match(refusalOf(coded(429, -1015)), { kind: 'rateLimited', retryAfterMs: 60_000, limit: 'orders' })
  t.match(refusalOf(coded(400, -1015)), { kind: 'rateLimited', retryAfterMs: 1_000, limit: 'orders' })
  t.match(refusalOf(coded(418, -1003)), { kind: 'rateLimited', retryAfterMs: 120_000, limit: 'ban' })
  t.match(refusalOf(answer(403, '<html>')), { kind: 'rateLimited', retryAfterMs: 300_000, limit: 'ban' })
  t.match(refusalOf(answer(429, '{}', { 'retry-after': '7' })), { kind: 'rateLimited', retryAfterMs: 7_000 })
  t.match(refusalOf(answer(429, '{}', { 'retry-after': 'soon' })), { retryAfterMs: 60_000 })
})
