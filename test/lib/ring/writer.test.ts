import t from 'tap'
import { monoUs } from '../../../src/lib/base/units.ts'
import { collector, memoryRing, sample } from '../../kit/ring.ts'

t.test('position counts slots', async (t) => {
  const { writer } = memoryRing()
  writer.ticker(sample.ticker(1))
  t.equal(writer.position(), 1)
  writer.trade(sample.trade(2))
  writer.state(sample.state(3))
  writer.book(sample.book(4))
  t.equal(writer.position(), 9)
})

t.test('copies a book at once, so that the arrays can be used again', async (t) => {
  const { writer, reader } = memoryRing()
  const bids = new Float64Array([10, 1, 9, 2])
  writer.book({ ...sample.book(1), bids, bidCount: 2, askCount: 0 })
  bids.fill(0)
  const shown = collector()
  reader.poll(shown.visitor, 1)
  t.match(shown.records, [{ bids: [10, 1, 9, 2], asks: [] }])
})

t.test('cuts a book after 20 levels', async (t) => {
  const { writer, reader } = memoryRing()
  const shown = collector()
  writer.book(sample.book(1, 30))
  reader.poll(shown.visitor, 1)
  t.match(shown.records, [{ bidCount: 20, askCount: 20 }])
})

t.test('refuses a record of a symbol that the table lacks', async (t) => {
  const { writer } = memoryRing()
  t.throws(() => writer.ticker({ ...sample.ticker(1), symbolIndex: 1 }), { name: 'BugError' })
  t.equal(writer.position(), 0)
})

t.test('shows its beat and its close to readers', async (t) => {
  const { writer, reader } = memoryRing()
  writer.beat(monoUs(123_456))
  t.equal(reader.writerBeatUs(), 123_456)
  t.equal(reader.state(), 1)
  writer.close()
  t.equal(reader.state(), 2)
})

t.test('refuses every write after its close', async (t) => {
  const { writer } = memoryRing()
  writer.close()
  writer.close()
  t.throws(() => writer.trade(sample.trade(1)), { name: 'BugError' })
  t.throws(() => writer.beat(monoUs(1)), { name: 'BugError' })
  t.throws(() => writer.addSymbol({ symbol: 'X', tickUnits: 1, priceDecimals: 0, lotUnits: 1, qtyDecimals: 0 }), { name: 'BugError' })
})
