import t from 'tap'
import { durationMs, intervalMs } from '../../../src/lib/cli/duration.ts'

t.test('reads a number with a unit', async (t) => {
  const read: ReadonlyArray<readonly [string, number]> = [
    ['250ms', 250],
    ['20s', 20_000],
    ['1.5m', 90_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
    ['0s', 0],
  ]
  for (const [text, ms] of read) t.equal(durationMs(text, 'for'), ms, text)
})

t.test('takes 0 without a unit as for ever', async (t) => {
  t.equal(durationMs('0', 'for'), Number.POSITIVE_INFINITY)
  t.strictSame([intervalMs('0', 'every'), intervalMs('2s', 'every')], [0, 2_000])
})

t.test('refuses anything else with exit code 2, naming flag and value', async (t) => {
  for (const text of ['', '5', 's', '-1s', '1e3s', '5 s', '5S', '1.2345s', '5s5', '1234567890s', 'for ever'])
    t.throws(() => durationMs(text, 'for'), { code: 'USAGE', exit: 2, message: `'--for' ${text} is no duration`, hint: /20s/ }, text)
})
