import fc from 'fast-check'
import t from 'tap'
import { grant, type Pace, paceOf } from '../../../src/lib/base/gcra.ts'

const ask = (pace: Pace) => {
  let tatUs = 0
  return (nowMs: number, weight = 1): number => {
    const answer = grant(pace, tatUs, { nowUs: nowMs * 1_000, weight })
    tatUs = answer.tatUs
    return answer.granted ? 0 : answer.retryAfterUs
  }
}

t.test('grants a burst, then one more after each interval, to the microsecond', async (t) => {
  const take = ask(paceOf(10, 10))
  t.strictSame(
    Array.from({ length: 10 }, () => take(0)),
    Array(10).fill(0),
  )
  t.equal(take(0), 100_000)
  t.equal(take(99), 1_000)
  t.equal(take(100), 0)
  t.equal(take(100), 100_000)
})

t.test('weighs requests', async (t) => {
  const take = ask(paceOf(100, 600))
  t.strictSame([take(0, 250), take(0, 250), take(0, 250)], [0, 0, 1_500_000])
  t.equal(take(1_500, 250), 0)
})

t.test('rounds the interval up, so the rate is never exceeded', async (t) => {
  t.strictSame(paceOf(3, 1), { intervalUs: 333_334, burstCount: 1 })
})

t.test('never grants more than burst plus rate in any stretch', async (t) => {
  const property = fc.property(fc.array(fc.integer({ min: 0, max: 300_000 }), { maxLength: 200 }), (gaps) => {
    const pace = paceOf(20, 5)
    const granted: number[] = []
    let [tatUs, nowUs] = [0, 0]
    for (const gap of gaps) {
      nowUs += gap
      const answer = grant(pace, tatUs, { nowUs })
      tatUs = answer.tatUs
      if (answer.granted) granted.push(nowUs)
    }
    return granted.every((fromUs, from) => granted.slice(from).every((toUs, more) => more + 1 <= 5 + (toUs - fromUs) / pace.intervalUs))
  })
  fc.assert(property, { numRuns: 100, seed: 1 })
  t.pass('100 runs')
})
