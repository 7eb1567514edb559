import t from 'tap'
import { marketTexts } from '../../kit/market-texts.ts'
import { connectedBench, mdBench } from '../../kit/md-core.ts'

t.test('tells until when the venue wants quiet, whatever request it refused', async (t) => {
  const bench = connectedBench()
  bench.text(marketTexts.diff({ ids: [10, 10] }))
  bench.answer('', 500)
  t.strictSame(bench.take('quiet.kept'), [])
  bench.advance(300_000)
  bench.answer('', 418, { 'retry-after': '600' })
  t.strictSame(bench.take('quiet.kept'), [{ type: 'quiet.kept', untilUs: bench.nowUs() + 600_000_000 }])
  const first = mdBench()
  first.give({ type: 'start', epoch: 1 })
  first.answer('', 418)
  t.strictSame(first.take('quiet.kept'), [{ type: 'quiet.kept', untilUs: first.nowUs() + 120_000_000 }])
})

t.test('asks nothing after a restart until the quiet is over', async (t) => {
  const bench = mdBench({}, { quietUntilUs: 1_700_000_600_000_000 })
  bench.give({ type: 'start', epoch: 2 })
  t.match(bench.take('log'), [{ level: 'warn', message: 'the venue takes no requests for now', fields: { againInMs: 600_000 } }])
  bench.advance(599_900_000)
  t.strictSame(bench.openRequests(), [])
  bench.advance(200_000)
  t.equal(bench.openRequests().length, 1)
})
