import fc from 'fast-check'
import t from 'tap'
import { describeEnd, judge, type ProcessEnd } from '../../../src/lib/supervise/rules.ts'

const crash: ProcessEnd = { code: 1, signal: null }

t.test('waits longer after each death', async (t) => {
  const delays = [0, 1, 2, 3].map((deaths) =>
    judge(
      crash,
      Array.from({ length: deaths }, (_, index) => index),
      1_000,
    ),
  )
  t.same(
    delays,
    [250, 500, 1_000, 2_000].map((afterMs) => ({ kind: 'restart', afterMs })),
  )
})

t.test('gives up at the fifth death within five minutes', async (t) => {
  const deathsMs = [0, 60_000, 120_000, 180_000]
  t.match(judge(crash, deathsMs, 299_999), { kind: 'failed', reason: '5 deaths in 5 minutes, the last one exit code 1' })
  t.match(judge(crash, deathsMs, 300_000), { kind: 'restart', afterMs: 2_000 })
})

t.test('forgets deaths that are five minutes old', async (t) => {
  t.same(judge(crash, [0, 1, 2, 3, 4, 5], 300_005), { kind: 'restart', afterMs: 250 })
})

t.test('does not restart what a restart cannot mend', async (t) => {
  for (const code of [2, 4, 10, 65, 78]) t.match(judge({ code, signal: null }, [], 0), { kind: 'failed', reason: new RegExp(`^exit code ${code} \\(`) })
  for (const code of [0, 1, 75, null]) t.match(judge({ code, signal: null }, [], 0), { kind: 'restart' })
})

t.test('restarts what was killed, whatever its code', async (t) => {
  t.same(judge({ code: 78, signal: 'SIGKILL' }, [], 0), { kind: 'restart', afterMs: 250 })
})

t.test('says how a process ended', async (t) => {
  t.equal(describeEnd({ code: null, signal: 'SIGSEGV' }), 'killed by SIGSEGV')
  t.equal(describeEnd({ code: 0, signal: null }), 'exit code 0')
  t.equal(describeEnd({ code: 10, signal: null }), 'exit code 10 (already running, or its lock or port is held)')
})

t.test('never waits more than thirty seconds nor restarts a fifth time in a row', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 600_000 }), { maxLength: 12 }), fc.nat({ max: 600_000 }), (times, sinceMs) => {
      const deathsMs = times.sort((a, b) => a - b)
      const nowMs = (deathsMs.at(-1) ?? 0) + sinceMs
      const recent = deathsMs.filter((at) => nowMs - at < 300_000).length
      const verdict = judge(crash, deathsMs, nowMs)
      return verdict.kind === 'failed' ? recent >= 4 : recent < 4 && verdict.afterMs >= 250 && verdict.afterMs <= 30_000
    }),
  )
  t.same(judge(crash, [], 0), { kind: 'restart', afterMs: 250 })
})
