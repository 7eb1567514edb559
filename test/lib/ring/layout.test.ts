import t from 'tap'
import { ringHeader } from '../../../src/lib/ring/header.ts'
import { layoutHash, peekEpoch, ringBytes } from '../../../src/lib/ring/layout.ts'
import { memoryRing, sample } from '../../kit/ring.ts'

t.test('a ring of the default size takes one page and 8 MiB', async (t) => {
  t.equal(ringBytes(ringHeader({ epoch: 1, createdUs: 0 })), 4096 + 65_536 * 128)
})

t.test('keeps the hash of layout version 1', async (t) => {
  t.equal(layoutHash, 1_819_387_519)
})

t.test('reads the epoch of any version, and none from other bytes', async (t) => {
  const { buffer } = memoryRing()
  new DataView(buffer).setUint32(4, 99, true)
  t.equal(peekEpoch(new DataView(buffer)), 1)
  t.equal(peekEpoch(new DataView(new ArrayBuffer(64))), null)
  t.equal(peekEpoch(new DataView(new ArrayBuffer(8))), null)
})

t.test('writes a ticker at the documented offsets', async (t) => {
  const { buffer, writer } = memoryRing()
  writer.ticker(sample.ticker(1000))
  const view = new DataView(buffer)
  const slot = 4096
  t.equal(new TextDecoder().decode(buffer.slice(0, 4)), 'TRNG')
  t.equal(view.getInt32(256, true), 1, 'next position')
  t.equal(view.getInt32(slot, true), 1, 'sequence')
  t.same([view.getUint8(slot + 4), view.getUint8(slot + 5), view.getUint16(slot + 6, true)], [1, 1, 0])
  t.same(
    [8, 16, 24, 32, 40, 48, 56, 64].map((offset) => view.getFloat64(slot + offset, true)),
    [1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007],
  )
})

t.test('writes a book over six slots at the documented offsets', async (t) => {
  const { buffer, writer } = memoryRing()
  writer.book(sample.book(1000))
  const view = new DataView(buffer)
  const words: number[] = []
  for (let slot = 0; slot < 6; slot++) {
    for (let offset = slot === 0 ? 40 : 8; offset < 128; offset += 8) words.push(view.getFloat64(4096 + slot * 128 + offset, true))
  }
  t.same(words.slice(0, 2), [20, 20])
  t.same(
    words.slice(2, 42),
    Array.from({ length: 40 }, (_, index) => 1000 + index),
  )
  t.same(
    words.slice(42, 82),
    Array.from({ length: 40 }, (_, index) => 1100 + index),
  )
  t.same(
    [0, 1, 2, 3, 4, 5].map((slot) => view.getInt32(4096 + slot * 128, true)),
    [1, 2, 3, 4, 5, 6],
    'every slot has its own sequence',
  )
  t.equal(view.getInt32(256, true), 6)
})
