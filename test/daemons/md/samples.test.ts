import t from 'tap'
import { marketTexts } from '../../kit/market-texts.ts'
import { connectedBench, type MdBench } from '../../kit/md-core.ts'

const rowsOf = (bench: MdBench, table: string) =>
  bench
    .take('series.add')
    .map(({ row }) => row)
    .filter((row) => row.table === table)

t.test('samples the best prices of a valid book once a second, if they may have changed', async (t) => {
  const bench = connectedBench()
  bench.text(marketTexts.diff({ ids: [1, 2], bids: [[6_000_000, 150_000]] }))
  bench.advance(300_000)
  t.strictSame(rowsOf(bench, 'tops'), [], 'no book, no sample')
  bench.answer(marketTexts.snapshot(1, [[5_999_999, 1]], [[6_000_001, 20]]))
  bench.advance(100_000)
  t.match(rowsOf(bench, 'tops'), [{ row: { symbol: 'BTCUSDT', updateId: 2, bid: '60000', bidQty: '1.5', ask: '60000.01', askQty: '0.0002' } }])
  for (let id = 3; id < 23; id++) {
    bench.text(marketTexts.diff({ ids: [id, id], bids: [[6_000_000, id]] }))
    bench.advance(100_000)
  }
  t.equal(rowsOf(bench, 'tops').length, 2)
  bench.advance(3_000_000)
  t.ok(rowsOf(bench, 'tops').length <= 1, 'a book at rest is sampled no more')
})

t.test('stores bars, and every change of a book with its reason', async (t) => {
  const bench = connectedBench({ bars: ['1t'] })
  bench.text(marketTexts.trade(9, 6_000_001, 5))
  const rows = bench.take('series.add').map(({ row }) => row)
  t.match(
    rows.filter(({ table }) => table === 'bars'),
    [{ row: { spec: '1t', close: '60000.01' } }],
  )
  t.match(rows.find(({ table }) => table === 'states')?.row, { symbol: 'BTCUSDT', state: 'init', reason: 'not started' })
})
