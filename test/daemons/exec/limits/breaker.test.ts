import t from 'tap'
import { Breaker, type CallOutcome } from '../../../../src/daemons/exec/limits/breaker.ts'

const S = 1_000_000
const at = (nowUs: number, unit = 0.5): { nowUs: number; unit: number } => ({ nowUs, unit })

const feed = (breaker: Breaker, outcomes: string, everyUs = 1_000): void => {
  const words: Readonly<Record<string, CallOutcome>> = { f: 'failure', s: 'slow', '.': 'ok' }
  for (const [n, mark] of [...outcomes].entries()) breaker.note(words[mark] ?? 'ok', breaker.generation, at(n * everyUs))
}

const TRIPS: readonly (readonly [string, string, number, string])[] = [
  ['five failures in a row', 'fffff', 1_000, 'open'],
  ['four failures in a row', 'ffff', 1_000, 'closed'],
  ['failures that are not in a row', 'ffff.ffff', 1_000, 'closed'],
  ['half of ten calls failed', 'f.f.f.f.f.', 1_000, 'open'],
  ['half of nine calls failed', '.f.f.f.f.', 1_000, 'closed'],
  ['less than half of many failed', '..f..f..f..f..f..f..f', 1_000, 'closed'],
  ['four fifths of twenty slow', '....ssssssssssssssss', 1_000, 'open'],
  ['four fifths of fewer slow', '...ssssssssssssssss', 1_000, 'closed'],
  ['failures spread over more than ten seconds', 'fffff', 2_600_000, 'closed'],
]

for (const [name, outcomes, everyUs, state] of TRIPS) {
  t.test(`is ${state} after ${name}`, async (t) => {
    const breaker = new Breaker()
    feed(breaker, outcomes, everyUs)
    t.equal(breaker.state, state)
    t.equal(breaker.passes, state === 'closed')
  })
}

const opened = (): Breaker => {
  const breaker = new Breaker()
  for (let n = 0; n < 5; n += 1) breaker.note('failure', breaker.generation, at(0))
  return breaker
}

t.test('stays open for five seconds, then lets probes through and closes after three good ones', async (t) => {
  const breaker = opened()
  t.equal(breaker.openUntilUs, 5 * S)
  t.notOk(breaker.wake(5 * S - 1))
  t.ok(breaker.wake(5 * S))
  t.notOk(breaker.wake(5 * S))
  t.equal(breaker.state, 'halfOpen')
  t.notOk(breaker.passes)
  for (let n = 0; n < 2; n += 1) t.notOk(breaker.probed('ok', breaker.generation, at(5 * S)))
  t.ok(breaker.probed('ok', breaker.generation, at(5 * S)))
  t.equal(breaker.state, 'closed')
})

t.test('opens for twice as long after a failed probe, up to a minute, and for five seconds after it was closed', async (t) => {
  const breaker = opened()
  const spans: number[] = []
  for (let n = 0; n < 5; n += 1) {
    const fromUs = breaker.openUntilUs
    breaker.wake(fromUs)
    breaker.probed('failure', breaker.generation, at(fromUs))
    spans.push((breaker.openUntilUs - fromUs) / S)
  }
  t.same(spans, [10, 20, 40, 60, 60])
  breaker.wake(breaker.openUntilUs)
  for (let n = 0; n < 3; n += 1) breaker.probed('ok', breaker.generation, at(0))
  for (let n = 0; n < 5; n += 1) breaker.note('failure', breaker.generation, at(0))
  t.equal(breaker.openUntilUs, 5 * S)
})

t.test('spreads the open time by a fifth either way', async (t) => {
  const spanOf = (unit: number): number => {
    const breaker = new Breaker()
    for (let n = 0; n < 5; n += 1) breaker.note('failure', breaker.generation, at(0, unit))
    return breaker.openUntilUs
  }
  t.same([spanOf(0), spanOf(0.5), spanOf(0.999_999_5)], [4 * S, 5 * S, 5_999_999])
})

t.test('takes no news from a call that began before its state changed', async (t) => {
  const breaker = new Breaker()
  const before = breaker.generation
  for (let n = 0; n < 5; n += 1) breaker.note('failure', before, at(0))
  breaker.wake(5 * S)
  t.notOk(breaker.probed('ok', before, at(5 * S)))
  t.notOk(breaker.note('failure', before, at(5 * S)))
  t.equal(breaker.state, 'halfOpen')
})

t.test('obeys an operator until the next word', async (t) => {
  const breaker = new Breaker()
  breaker.force('forcedOpen')
  t.notOk(breaker.passes)
  t.notOk(breaker.wake(100 * S))
  breaker.force('disabled')
  feed(breaker, 'ffffffffff')
  t.ok(breaker.passes)
  breaker.force('closed')
  feed(breaker, 'fffff')
  t.equal(breaker.state, 'open')
})
