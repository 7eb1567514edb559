import t from 'tap'
import { cut, thinned } from '../../../src/lib/cli/record-thinning.ts'

const message = (tsUs: number, topic = 'a') => {
  const body = {
    bids: [
      ['1', '1'],
      ['0', '1'],
    ],
    asks: [
      ['2', '1'],
      ['3', '1'],
    ],
  }
  return { topic, type: 'orderbook', body, correlationId: 'c', epoch: 1, seq: 1, tsUs, src: 'md', missed: 0 }
}

t.test('shows one message of a topic in a span of time', async (t) => {
  const show = thinned(1_000)
  const counts = [show(message(1)), show(message(500_000)), show(message(2, 'b')), show(message(1_000_001))].map(({ length }) => length)
  t.strictSame(counts, [1, 0, 1, 1])
  const all = thinned(0)
  t.equal(all(message(1)).length + all(message(2)).length, 2)
})

t.test('cuts a book to the best levels', async (t) => {
  t.match(thinned(0, cut(1))(message(1)), [{ bids: [['1', '1']], asks: [['2', '1']] }])
})
