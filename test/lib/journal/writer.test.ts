import t from 'tap'
import { SEGMENT_HEADER_BYTES } from '../../../src/lib/journal/segment.ts'
import { frameWriter, SEGMENT_BYTES_MIN } from '../../../src/lib/journal/writer.ts'

const options = { segmentBytes: SEGMENT_BYTES_MIN, build: 'test', salt: () => 1 }
const draft = (payloadBytes: number, epoch = 1) => ({ tsUs: 5, epoch, type: 'EVENT' as const, payload: new Uint8Array(payloadBytes).fill(7) })

t.test('numbers frames from 1 and hands them over in one piece', async (t) => {
  const writer = frameWriter(undefined, options)
  t.equal(writer.lastSeq, 0)
  t.equal(writer.append(draft(3)), 1)
  t.equal(writer.append(draft(8)), 2)
  t.equal(writer.bufferedBytes, SEGMENT_HEADER_BYTES + 80)
  const [chunk, ...more] = writer.take()
  t.match(chunk, { index: 1, offset: 0, segmentBytes: SEGMENT_BYTES_MIN })
  t.equal(chunk?.bytes.length, SEGMENT_HEADER_BYTES + 80)
  t.equal(more.length, 0)
  t.strictSame(writer.take(), [])
  writer.append(draft(1))
  t.match(writer.take(), [{ index: 1, offset: SEGMENT_HEADER_BYTES + 80 }])
})

t.test('starts the next segment when a frame does not fit', async (t) => {
  const writer = frameWriter(undefined, options)
  writer.append(draft(40_000))
  writer.append(draft(40_000))
  t.match(writer.take(), [
    { index: 1, offset: 0 },
    { index: 2, offset: 0 },
  ])
})

t.test('copies the payload', async (t) => {
  const writer = frameWriter(undefined, options)
  const mine = draft(4)
  writer.append(mine)
  mine.payload.fill(9)
  t.equal(writer.take()[0]?.bytes[SEGMENT_HEADER_BYTES + 32], 7)
})

t.test('refuses a payload above 64 KiB and takes exactly that', async (t) => {
  const writer = frameWriter(undefined, options)
  t.throws(() => writer.append(draft(65_537)), { code: 'FRAME_TOO_LARGE', message: 'cannot journal a payload of 65537 bytes, the limit is 65536' })
  t.equal(writer.append(draft(65_536)), 1)
})

t.test('refuses an epoch that falls and a time that is none', async (t) => {
  const writer = frameWriter(undefined, options)
  writer.append(draft(1, 5))
  t.throws(() => writer.append(draft(1, 4)), { name: 'BugError', message: 'epoch 4 follows epoch 5' })
  t.throws(() => writer.append({ ...draft(1, 5), tsUs: 1.5 }), { name: 'BugError' })
})
