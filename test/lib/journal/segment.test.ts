import { Buffer } from 'node:buffer'
import { crc32 } from 'node:zlib'
import t from 'tap'
import { readSegmentHeader, SEGMENT_HEADER_BYTES, type SegmentHeader, seedOf, writeSegmentHeader } from '../../../src/lib/journal/segment.ts'

const header: SegmentHeader = { epoch: 3, salt: 0xdeadbeef, firstSeq: 2 ** 33 + 5, previousCrc: 0xcafebabe, segmentBytes: 16_777_216, build: '0.1.0' }

const patched = (offset: number, value: number): Uint8Array => {
  const bytes = writeSegmentHeader(header)
  const view = new DataView(bytes.buffer)
  view.setUint16(offset, value, true)
  view.setUint32(SEGMENT_HEADER_BYTES - 4, crc32(bytes.subarray(0, SEGMENT_HEADER_BYTES - 4)), true)
  return bytes
}

t.test('lays a header out byte for byte', async (t) => {
  const bytes = Buffer.from(writeSegmentHeader(header))
  t.equal(bytes.subarray(0, 40).toString('hex'), '54524a310100010003000000efbeadde0500000002000000bebafeca00000001302e312e30000000')
  t.ok(bytes.subarray(40, 4092).every((byte) => byte === 0))
  t.equal(bytes.subarray(4092).toString('hex'), 'a819392d')
  t.equal(seedOf(bytes), 758_716_840)
})

t.test('reads back what it wrote', async (t) => {
  t.strictSame(readSegmentHeader('1.trj', writeSegmentHeader(header)), { ...header, crc: 758_716_840 })
})

t.test('refuses a foreign or newer header with exit 78, saying what was seen and expected', async (t) => {
  const cases: readonly [Uint8Array, RegExp][] = [
    [Buffer.alloc(4096, 'SQLite format 3'), /'1.trj' at byte 0: magic is "SQLi", expected "TRJ1"$/],
    [patched(4, 2), /at byte 4: version is 2, expected 1$/],
    [patched(6, 9), /at byte 6: checksum algorithm is 9, expected 1$/],
  ]
  for (const [bytes, message] of cases) t.throws(() => readSegmentHeader('1.trj', bytes), { code: 'JOURNAL_FOREIGN', exit: 78, message })
})

t.test('refuses a damaged header with exit 65', async (t) => {
  const bytes = writeSegmentHeader(header)
  bytes[3000] = 1
  t.throws(() => readSegmentHeader('1.trj', bytes), {
    code: 'JOURNAL_DAMAGED',
    exit: 65,
    message: /'1.trj' at byte 4092: the header's crc is \d+, expected \d+$/,
  })
  t.throws(() => readSegmentHeader('1.trj', bytes.subarray(0, 100)), { code: 'JOURNAL_DAMAGED', exit: 65, message: /'1.trj' at byte 100/ })
})
