import fc from 'fast-check'
import t from 'tap'
import { decodeHeader, encodeHeader, ringHeader } from '../../../src/lib/ring/header.ts'
import { ringBytes } from '../../../src/lib/ring/layout.ts'

const encoded = (): ArrayBuffer => {
  const header = ringHeader({ epoch: 7, createdUs: 1_700_000_000_000_000, pid: 42, startTicks: 99, slotCount: 64 })
  const buffer = new ArrayBuffer(ringBytes(header))
  encodeHeader(buffer, header)
  return buffer
}

t.test('gives back every header that it wrote', async (t) => {
  const u32 = fc.integer({ min: 0, max: 0xffffffff })
  fc.assert(
    fc.property(u32, u32, fc.maxSafeNat(), fc.maxSafeNat(), fc.integer({ min: 6, max: 9 }), fc.integer({ min: 1, max: 500 }), (...values) => {
      const [epoch, pid, startTicks, createdUs, power, symbolCapacity] = values
      const header = ringHeader({ epoch, pid, startTicks, createdUs, slotCount: 2 ** power, symbolCapacity })
      const buffer = new ArrayBuffer(ringBytes(header))
      encodeHeader(buffer, header)
      t.same(decodeHeader(buffer, 'ring'), header)
    }),
    { numRuns: 100 },
  )
})

t.test('refuses a foreign header with exit 78, saying what it saw and expected', async (t) => {
  const damage: readonly (readonly [number, number, RegExp])[] = [
    [0, 0x52454b42, /^'md\.ring' is no ring of this program: magic 0x52454b42 seen, 0x474e5254 expected$/],
    [4, 2, /version 0x00000002 seen, 0x00000001 expected$/],
    [8, 1, /layout 0x00000001 seen/],
    [12, 5000, /header of 5000 bytes seen, a multiple of 4096 expected$/],
    [16, 256, /slot bytes 0x00000100 seen, 0x00000080 expected$/],
    [20, 63, /slot count 63 seen, a power of two expected$/],
    [20, 128, /12288 bytes seen, 20480 expected$/],
  ]
  for (const [offset, value, message] of damage) {
    const buffer = encoded()
    new DataView(buffer).setUint32(offset, value, true)
    t.throws(() => decodeHeader(buffer, 'md.ring'), { code: 'RING_FOREIGN', exit: 78, message })
  }
})

t.test('refuses a file that is shorter than its header says', async (t) => {
  const buffer = encoded()
  t.throws(() => decodeHeader(buffer.slice(0, 8192), 'r'), { exit: 78, message: /8192 bytes seen, 12288 expected/ })
  t.throws(() => decodeHeader(buffer.slice(0, 100), 'r'), { exit: 78, message: /100 bytes seen, at least 4096 expected/ })
})

t.test('refuses to plan a ring whose slot count is no power of two from 64', async (t) => {
  t.throws(() => ringHeader({ epoch: 1, createdUs: 0, slotCount: 100 }), RangeError)
  t.throws(() => ringHeader({ epoch: 1, createdUs: 0, slotCount: 32 }), RangeError)
})
