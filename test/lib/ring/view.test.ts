import t from 'tap'
import { epochUs } from '../../../src/lib/base/units.ts'
import { BookView, RecordCopy, StateView, TickerView, TradeView } from '../../../src/lib/ring/view.ts'
import { collector, memoryRing, sample } from '../../kit/ring.ts'

t.test('a symbol index with the bit pattern of a NaN stays whole', async (t) => {
  const copy = new RecordCopy()
  copy.tag = 1 | (1 << 8) | (0x7ff8 << 16)
  t.same([copy.kind, copy.slots, copy.symbolIndex], [1, 1, 0x7ff8])
})

t.test('a level past the count is NaN, even when an older book left numbers there', async (t) => {
  const { writer, reader } = memoryRing()
  let seen: number[] = []
  const visitor = {
    onBook: (view: BookView | { bidTicks(level: number): number; askLots(level: number): number }) => {
      seen = [view.bidTicks(1), view.bidTicks(2), view.askLots(1), view.askLots(2)]
    },
    onOverrun: () => t.fail('overrun'),
  }
  for (let round = 0; round < 11; round++) {
    writer.book(sample.book(1))
    reader.poll(visitor, 10)
  }
  writer.book(sample.book(1, 2))
  reader.poll(visitor, 10)
  t.same(seen, [3, Number.NaN, 104, Number.NaN])
})

t.test('each view names its kind and its place', async (t) => {
  const copy = new RecordCopy()
  copy.position = 9
  copy.tag = 3 | (6 << 8)
  t.same(
    [TickerView, TradeView, BookView, StateView].map((View) => new View(copy).kind),
    ['ticker', 'trade', 'book', 'state'],
  )
  t.same([new BookView(copy).position, new BookView(copy).slots], [9, 6])
})

t.test('a state comes back as written', async (t) => {
  const { writer, reader } = memoryRing()
  const shown = collector()
  writer.state({ ...sample.state(5), code: 3, sinceUs: epochUs(77), reason: 4 })
  reader.poll(shown.visitor, 1)
  t.match(shown.records, [{ id: 5, code: 3, sinceUs: 77, reason: 4 }])
})
