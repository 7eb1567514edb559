import t from 'tap'
import { checkBody } from '../../../src/lib/daemon/door.ts'
import { marketTexts } from '../../kit/market-texts.ts'
import { connectedBench, type MdBench } from '../../kit/md-core.ts'

const validBench = (): MdBench => {
  const bench = connectedBench()
  bench.text(marketTexts.diff({ ids: [1, 2], bids: [[6_000_000, 150_000]] }))
  bench.answer(marketTexts.snapshot(1, [[5_999_999, 1]], [[6_000_001, 20]]))
  return bench
}

const published = (bench: MdBench, kind: string) => bench.take('publish').filter((out) => out.kind === kind)

t.test('publishes bodies that fit their contracts', async (t) => {
  const bench = validBench()
  bench.text(marketTexts.trade(9, 6_000_001, 5))
  bench.text(marketTexts.ticker(2, [6_000_000, 150_000], [6_000_001, 20]))
  bench.advance(200_000)
  const messages = bench.take('publish')
  t.strictSame(new Set(messages.map(({ kind }) => kind)), new Set(['state', 'orderbook', 'trade', 'ticker']))
  for (const { topic, kind, body } of messages) t.strictSame(checkBody(topic, kind, body), { ok: true, value: body })
  t.equal(new Set(messages.map(({ correlationId }) => correlationId)).size, messages.length)
})

t.test('writes decimals on the bus and whole steps into the ring', async (t) => {
  const bench = validBench()
  const levels = { bids: [6_000_000, 150_000, 5_999_999, 1], asks: [6_000_001, 20] }
  const [record] = bench.take('ring.book')
  t.match(record, { symbol: 'BTCUSDT', id: 2, eventUs: 1_700_000_000_000_000, bidCount: 2, askCount: 1 })
  t.strictSame([...(record?.bids ?? [])], levels.bids)
  t.strictSame([...(record?.asks ?? [])], levels.asks)
  bench.advance(100_000)
  t.match(published(bench, 'orderbook').at(-1)?.body, {
    updateId: 2,
    state: 'valid',
    bids: [
      ['60000', '1.5'],
      ['59999.99', '0.00001'],
    ],
    asks: [['60000.01', '0.0002']],
  })
  bench.text(marketTexts.trade(9, 6_000_001, 5))
  t.match(published(bench, 'trade'), [{ topic: 'market_data.BTCUSDT.trades', body: { tradeId: 9, price: '60000.01', qty: '0.00005', side: 'sell' } }])
  t.match(bench.take('ring.trade'), [{ id: 9, priceTicks: 6_000_001, qtyLots: 5, aggressor: 'sell' }])
})

t.test('shows every change on the ring but at most ten a second on the bus, the newest last', async (t) => {
  const bench = validBench()
  bench.advance(200_000)
  bench.take('publish')
  bench.take('ring.book')
  bench.take('ring.ticker')
  for (let id = 3; id < 103; id++) {
    bench.text(marketTexts.diff({ ids: [id, id], bids: [[6_000_000, id]] }))
    bench.text(marketTexts.ticker(id, [6_000_000, id], [6_000_001, 20]))
    bench.advance(10_000)
  }
  bench.advance(200_000)
  t.equal(bench.take('ring.book').length, 100)
  t.equal(bench.take('ring.ticker').length, 100)
  const messages = bench.take('publish')
  for (const kind of ['orderbook', 'ticker']) {
    const bodies = messages.filter((out) => out.kind === kind).map(({ body }) => body as { updateId: number })
    t.ok(bodies.length >= 6 && bodies.length <= 11, `${bodies.length} of '${kind}'`)
    t.equal(bodies.at(-1)?.updateId, 102)
  }
})

t.test('cuts ring and bus at 20 levels', async (t) => {
  const bench = connectedBench()
  const side = (sign: number) => Array.from({ length: 50 }, (_, index) => [1_000 + sign * (index + 1), 1] as const)
  bench.text(marketTexts.diff({ ids: [1, 2] }))
  bench.answer(marketTexts.snapshot(1, side(-1), side(1)))
  bench.advance(100_000)
  t.match(bench.take('ring.book').at(-1), { bidCount: 20, askCount: 20 })
  const body = published(bench, 'orderbook').at(-1)?.body as { bids: unknown[]; asks: unknown[] }
  t.strictSame([body.bids.length, body.asks.length], [20, 20])
})

t.test('says on the bus that a book is stale', async (t) => {
  const bench = validBench()
  bench.advance(200_000)
  bench.take('publish')
  bench.text(marketTexts.diff({ ids: [9, 9] }))
  t.match(published(bench, 'orderbook'), [{ body: { state: 'stale' } }])
})

t.test('publishes no book before there is one', async (t) => {
  const bench = connectedBench()
  bench.advance(500_000)
  t.strictSame(new Set(bench.take('publish').map(({ kind }) => kind)), new Set(['state']))
})

t.test('publishes the bars of its settings, by trade and by time', async (t) => {
  const bench = connectedBench({ bars: ['1s', '2t'] })
  bench.text(marketTexts.trade(9, 6_000_001, 5))
  bench.text(marketTexts.trade(10, 6_000_000, 5))
  const [byTrades] = published(bench, 'bar')
  t.match(byTrades, { topic: 'market_data.BTCUSDT.bars.2t', body: { spec: '2t', open: '60000.01', close: '60000', volume: '0.0001', value: '6.0000005' } })
  bench.advance(6_000_000)
  const byTime = published(bench, 'bar')
  t.match(byTime, [{ topic: 'market_data.BTCUSDT.bars.1s', body: { openUs: 1_700_000_000_000_000, closeUs: 1_700_000_001_000_000, trades: 2 } }])
  for (const { topic, kind, body } of byTime) t.strictSame(checkBody(topic, kind, body), { ok: true, value: body })
})
