import fc from 'fast-check'
import t from 'tap'
import { monoUs } from '../../../src/lib/base/units.ts'
import type { RingBook, RingReader, RingState, RingTicker, RingTrade, RingWriter } from '../../../src/lib/ports/ring.ts'
import { ringHeader } from '../../../src/lib/ring/header.ts'
import { ringBytes } from '../../../src/lib/ring/layout.ts'
import { openRingReader } from '../../../src/lib/ring/reader.ts'
import { createRingWriter } from '../../../src/lib/ring/writer.ts'
import { collector, memoryRing, sample } from '../../kit/ring.ts'

type Kind = keyof typeof sample
const KINDS: readonly Kind[] = ['ticker', 'trade', 'book', 'state']

const write = (writer: RingWriter, kind: Kind, id: number): RingTicker | RingTrade | RingBook | RingState => {
  const record = sample[kind](id)
  if (kind === 'book') writer.book(record as RingBook)
  else if (kind === 'ticker') writer.ticker(record as RingTicker)
  else if (kind === 'trade') writer.trade(record as RingTrade)
  else writer.state(record as RingState)
  return kind === 'book' ? { ...record, bids: [...Array.from((record as RingBook).bids)] } : record
}

const isBalanced = (reader: RingReader): boolean => reader.delivered() + reader.lost().slots === reader.position() - reader.firstPosition()

const STARTS = [0, 2 ** 31 - 10, 2 ** 32 - 10, 2 ** 32 + 2 ** 31 - 10, 2 ** 52]

for (const firstPosition of STARTS) {
  t.test(`shows every record as written, from position ${firstPosition} on`, async (t) => {
    const step = fc.record({ kind: fc.constantFrom(...KINDS), count: fc.integer({ min: 1, max: 8 }) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { writer, reader } = memoryRing({ firstPosition })
        const shown = collector()
        const expected: object[] = []
        for (const { kind, count } of steps) {
          for (let n = 0; n < count; n++) expected.push(write(writer, kind, expected.length))
          reader.poll(shown.visitor, 100)
        }
        t.same(shown.records, expected)
        t.same(shown.overruns, [])
        t.equal(reader.position(), writer.position())
      }),
      { numRuns: 40 },
    )
  })

  t.test(`an overrun counts exactly the slots it skipped, from position ${firstPosition} on`, async (t) => {
    const lap = fc.record({ count: fc.integer({ min: 0, max: 200 }), kind: fc.constantFrom(...KINDS) })
    fc.assert(
      fc.property(fc.array(lap, { maxLength: 20 }), (laps) => {
        const { writer, reader } = memoryRing({ firstPosition })
        const shown = collector()
        for (const { count, kind } of laps) {
          for (let n = 0; n < count; n++) write(writer, kind, n)
          reader.poll(shown.visitor, 1000)
          t.equal(reader.position(), writer.position())
          t.ok(isBalanced(reader))
        }
        t.equal(
          reader.lost().slots,
          shown.overruns.reduce((sum, slots) => sum + slots, 0),
        )
        t.equal(reader.lost().overruns, shown.overruns.length)
      }),
      { numRuns: 40 },
    )
  })
}

t.test('keeps eight slots from the writer: one more is an overrun', async (t) => {
  const { writer, reader } = memoryRing({ slotCount: 64 })
  const shown = collector()
  for (let id = 0; id < 56; id++) writer.ticker(sample.ticker(id))
  t.equal(reader.poll(shown.visitor, 100), 56)
  for (let id = 0; id < 57; id++) writer.ticker(sample.ticker(id))
  t.equal(reader.poll(shown.visitor, 100), 0)
  t.same(shown.overruns, [57])
})

t.test('throws away a copy that the writer lapped meanwhile', async (t) => {
  const { buffer, writer, reader } = memoryRing()
  const shown = collector()
  writer.ticker(sample.ticker(1))
  writer.ticker(sample.ticker(2))
  reader.poll(shown.visitor, 1)
  new DataView(buffer).setInt32(256, 2 + 64, true)
  t.equal(reader.poll(shown.visitor, 1), 0)
  t.same(reader.lost(), { overruns: 1, slots: 65, torn: 1 })
  t.equal(shown.records.length, 1)
})

t.test('a zeroed sequence is an overrun', async (t) => {
  const { buffer, writer, reader } = memoryRing()
  const shown = collector()
  writer.ticker(sample.ticker(1))
  new DataView(buffer).setInt32(4096, 0, true)
  t.equal(reader.poll(shown.visitor, 1), 0)
  t.same(reader.lost(), { overruns: 1, slots: 1, torn: 0 })
})

t.test('a late reader starts at the writer, also where 32 bits have wrapped', async (t) => {
  const firstPosition = 3 * 2 ** 32 - 5
  const { buffer, writer } = memoryRing({ firstPosition })
  for (let id = 0; id < 20; id++) writer.ticker(sample.ticker(id))
  t.equal(openRingReader(buffer, 'late').position(), firstPosition + 20)
  writer.beat(monoUs(1))
  writer.ticker(sample.ticker(21))
  t.equal(openRingReader(buffer, 'later').position(), firstPosition + 21)
})

t.test('shows at most as many records as asked for', async (t) => {
  const { writer, reader } = memoryRing()
  const shown = collector()
  for (let id = 0; id < 5; id++) writer.ticker(sample.ticker(id))
  t.equal(reader.poll(shown.visitor, 2), 2)
  t.equal(reader.poll(shown.visitor, 10), 3)
  t.equal(reader.poll(shown.visitor, 10), 0)
})

t.test('a record without a callback counts as delivered', async (t) => {
  const { writer, reader } = memoryRing()
  writer.book(sample.book(1))
  t.equal(reader.poll({ onOverrun: () => t.fail('overrun') }, 10), 1)
  t.equal(reader.delivered(), 6)
})

t.test('a throwing visitor is not shown the record again', async (t) => {
  const { writer, reader } = memoryRing()
  writer.ticker(sample.ticker(1))
  writer.ticker(sample.ticker(2))
  const shown = collector()
  const failing = {
    onTicker: () => {
      throw new Error('planned')
    },
    onOverrun: () => t.fail('overrun'),
  }
  t.throws(() => reader.poll(failing, 10), /planned/)
  reader.poll(shown.visitor, 10)
  t.match(shown.records, [{ id: 2 }])
  t.ok(isBalanced(reader))
})

t.test('seek goes on from a position that a snapshot named', async (t) => {
  const { writer, reader } = memoryRing()
  const shown = collector()
  for (let id = 0; id < 10; id++) writer.ticker(sample.ticker(id))
  reader.seek(7)
  reader.poll(shown.visitor, 10)
  t.match(shown.records, [{ id: 7 }, { id: 8 }, { id: 9 }])
  t.ok(isBalanced(reader))
  t.equal(reader.delivered(), 3)
  reader.seek(2)
  t.equal(reader.poll(shown.visitor, 100), 8)
  t.ok(isBalanced(reader))
})

t.test('seek to an overwritten position is an overrun', async (t) => {
  const { writer, reader } = memoryRing()
  const shown = collector()
  for (let id = 0; id < 200; id++) writer.ticker(sample.ticker(id))
  reader.seek(0)
  reader.poll(shown.visitor, 10)
  t.same(shown.overruns, [200])
})

t.test('seek refuses a position ahead of the writer, and reading refuses one inside a record', async (t) => {
  const { writer, reader } = memoryRing()
  writer.book(sample.book(1))
  t.throws(() => reader.seek(7), { name: 'RangeError', message: /7 is ahead of the writer's 6/ })
  t.throws(() => reader.seek(Number.NaN), RangeError)
  reader.seek(3)
  t.throws(() => reader.poll(collector().visitor, 1), /3 is not the start of a record/)
})

t.test('sees symbols that were added after it was opened', async (t) => {
  const { writer, reader } = memoryRing()
  writer.addSymbol({ symbol: 'ETHUSDT', tickUnits: 1, priceDecimals: 2, lotUnits: 1, qtyDecimals: 4 })
  t.same(
    reader.symbols().map(({ symbol }) => symbol),
    ['BTCUSDT', 'ETHUSDT'],
  )
})

t.test('shows nothing after its close, also when a visitor closes it', async (t) => {
  const { writer, reader } = memoryRing()
  for (let id = 0; id < 5; id++) writer.ticker(sample.ticker(id))
  t.equal(reader.poll({ onTicker: () => reader.close(), onOverrun: () => t.fail('overrun') }, 10), 1)
  t.equal(reader.poll(collector().visitor, 10), 0)
  t.equal(reader.state(), 2)
  t.same(reader.symbols(), [])
})

t.test('refuses a ring whose ready flag is not set yet', async (t) => {
  const header = ringHeader({ epoch: 1, createdUs: 0, slotCount: 64 })
  const buffer = new ArrayBuffer(ringBytes(header))
  createRingWriter(buffer, header)
  new DataView(buffer).setInt32(128, 0, true)
  t.throws(() => openRingReader(buffer, 'md.ring'), { code: 'RING_NOT_READY', category: 'retry', exit: 75 })
})
