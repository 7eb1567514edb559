import t from 'tap'
import { MarkBook } from '../../../../src/daemons/sim/usdm/marks.ts'
import { toMoney } from '../../../../src/lib/base/money.ts'

t.test('the mark lies between the mid and the index, the same for the same seed', async (t) => {
  const run = (seed: number) => {
    const book = new MarkBook('BTCUSDT', { seed, intervalMs: 8_000 })
    for (let s = 0; s < 50; s++) book.update(toMoney('60000'), s * 1_000)
    return book
  }
  const { now, fundings } = run(1)
  const mid = toMoney('60000')
  t.ok(now !== null && (now.mark - mid) * (now.mark - now.index) <= 0n)
  t.equal(run(1).now?.mark, now?.mark)
  t.not(run(2).now?.mark, now?.mark)
  t.strictSame(
    fundings.map(({ atMs }) => atMs),
    [8_000, 16_000, 24_000, 32_000, 40_000, 48_000],
  )
})
