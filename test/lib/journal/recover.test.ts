import fc from 'fast-check'
import t from 'tap'
import { must } from '../../../src/lib/base/assert.ts'
import { isTradeError } from '../../../src/lib/base/errors.ts'
import { frameBytes } from '../../../src/lib/journal/frame.ts'
import { recover, type SegmentImage } from '../../../src/lib/journal/recover.ts'
import { SEGMENT_HEADER_BYTES } from '../../../src/lib/journal/segment.ts'
import { frameWriter } from '../../../src/lib/journal/writer.ts'
import { imagesOf, payloads } from '../../kit/journal-images.ts'

const COUNT = 6
const [image] = imagesOf(payloads(COUNT))
const whole = must(image, 'image')
/** Where each frame starts, and where the last one ends. */
const starts = [SEGMENT_HEADER_BYTES]
for (const payload of payloads(COUNT)) starts.push(must(starts.at(-1), 'offset') + frameBytes(payload.length))
const start = (seq: number): number => must(starts[seq - 1], 'start')
const end = start(COUNT + 1)

const changed = (change: (bytes: Uint8Array) => void): SegmentImage[] => {
  const bytes = Uint8Array.from(whole.bytes)
  change(bytes)
  return [{ ...whole, bytes }]
}
const flipped = (bit: number): SegmentImage[] =>
  changed((bytes) => {
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  })
/** The numbers from `from` up to `to` for which `holds` is false. */
const exceptions = (from: number, to: number, holds: (value: number) => boolean): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index).filter((value) => !holds(value))
const exitOf = (images: readonly SegmentImage[]): unknown => {
  try {
    return recover(images).frames.length
  } catch (error) {
    return isTradeError(error) ? error.exit : error
  }
}
const seqs = (images: readonly SegmentImage[]): number[] => recover(images).frames.map((frame) => frame.seq)

t.test('recovers nothing from nothing', async (t) => {
  t.strictSame(recover([]), { frames: [], end: undefined, torn: undefined })
})

t.test('recovers every frame with its payload and says where to go on', async (t) => {
  const { frames, end: reached, torn } = recover([whole])
  t.strictSame(
    frames.map((frame) => [...frame.payload]),
    payloads(COUNT).map((payload) => [...payload]),
  )
  t.match(reached, { index: 1, offset: end, seq: COUNT, epoch: 1 })
  t.equal(torn, undefined)
})

t.test('recovers over several segments and appends behind them', async (t) => {
  const images = imagesOf(payloads(40, 300))
  t.ok(images.length >= 3)
  const recovered = recover(images)
  t.equal(recovered.frames.length, 40)
  const writer = frameWriter(recovered.end, { segmentBytes: 100_000, build: 'test', salt: () => 1 })
  t.equal(writer.append({ tsUs: 1, epoch: 2, type: 'IN', payload: Uint8Array.of(1) }), 41)
  for (const chunk of writer.take()) must(images[chunk.index - 1], 'segment').bytes.set(chunk.bytes, chunk.offset)
  t.equal(recover(images).frames.at(-1)?.epoch, 2)
})

t.test('keeps a frame that ends in zeros', async (t) => {
  const images = imagesOf([new Uint8Array(65_536), new Uint8Array(5)])
  t.strictSame(
    recover(images).frames.map((frame) => frame.payload.length),
    [65_536, 5],
  )
  t.equal(recover(images).torn, undefined)
})

t.test('cuts a file that ends at any byte of its last 3 frames', async (t) => {
  const wrong = exceptions(start(COUNT - 2), end, (length) => {
    const kept = starts.filter((offset) => offset <= length).length - 1
    const { frames, torn } = recover([{ ...whole, bytes: whole.bytes.slice(0, length) }])
    return frames.length === kept && torn?.offset === (start(kept + 1) === length ? undefined : start(kept + 1))
  })
  t.strictSame(wrong, [])
})

t.test('cuts a write that stopped at any byte of the last 3 frames', async (t) => {
  const wrong = exceptions(start(COUNT - 2), end, (length) => {
    const kept = starts.filter((offset) => offset <= length).length - 1
    const { frames } = recover(changed((bytes) => bytes.fill(0, length)))
    const onlyZerosAreLeft = whole.bytes.subarray(length, start(kept + 2)).every((byte) => byte === 0)
    return frames.length === (onlyZerosAreLeft && length > start(kept + 1) ? kept + 1 : kept)
  })
  t.strictSame(wrong, [])
})

t.test('cuts the last frame with any bit flipped and keeps the cut bytes', async (t) => {
  const wrong = exceptions(start(COUNT) * 8, end * 8, (bit) => {
    const images = flipped(bit)
    const { frames, torn } = recover(images)
    const cut = images[0]?.bytes.slice(start(COUNT), start(COUNT) + (torn?.bytes.length ?? 0))
    return frames.length === COUNT - 1 && torn?.offset === start(COUNT) && torn.bytes.every((byte, index) => byte === cut?.[index])
  })
  t.strictSame(wrong, [])
})

t.test('refuses damage before the last frame at any bit with exit 65 and loses nothing silently', async (t) => {
  const wrong = exceptions(start(1) * 8, start(COUNT) * 8, (bit) => exitOf(flipped(bit)) === 65)
  t.strictSame(wrong, [])
})

t.test('names file, bytes and frame of the damage', async (t) => {
  const images = changed((bytes) => bytes.fill(0xff, start(3) + 40, start(3) + 41))
  t.throws(() => recover(images), {
    message: new RegExp(
      `^journal is damaged: '00000001.trj' at byte ${start(3)} \\(to ${start(4) - 1}, frame 3\\): the crc is \\d+, expected \\d+, and frames follow at byte ${start(4)}$`,
    ),
    place: { name: '00000001.trj', offset: start(3), lastOffset: start(4) - 1, seq: 3 },
  })
})

t.test('refuses a hole of zeros before later frames', async (t) => {
  t.throws(() => recover(changed((bytes) => bytes.fill(0, start(2), start(4)))), { exit: 65, message: /a frame is missing, and frames follow/ })
})

t.test('refuses frames in another order', async (t) => {
  const images = changed((bytes) => {
    bytes.copyWithin(start(5), start(4), start(5))
  })
  t.equal(exitOf(images), 65)
})

t.test('refuses a torn segment that is not the last, and one that is missing', async (t) => {
  const images = imagesOf(payloads(40, 300))
  const [first, second, ...rest] = images
  const torn = { ...must(first, 'first'), bytes: Uint8Array.from(must(first, 'first').bytes) }
  const lastFrame = must(recover([torn]).end, 'end').offset - 1
  torn.bytes[lastFrame - 8] = 0xff
  t.throws(() => recover([torn, must(second, 'second'), ...rest]), { exit: 65, message: /'00000001.trj'.*segment '00000002.trj' follows/ })
  t.throws(() => recover([must(first, 'first'), ...rest]), { exit: 65, message: /segment 3 follows segment 1/ })
  t.equal(seqs(images).length, 40)
})

t.test('refuses a segment of another journal', async (t) => {
  const [, second] = imagesOf(payloads(40, 300))
  const other = imagesOf(payloads(40, 300).map((payload) => payload.fill(9)))
  t.throws(() => recover([must(other[0], 'first'), must(second, 'second')]), { exit: 65, message: /ends with crc \d+, expected \d+/ })
})

t.test('refuses a segment of a newer version with exit 78', async (t) => {
  t.throws(() => recover(changed((bytes) => bytes.fill(2, 4, 5))), { code: 'JOURNAL_FOREIGN', exit: 78, message: /version is 2, expected 1/ })
})

t.test('never ends in anything but frames or a refusal, whatever bytes follow the header', async (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(end - start(1)), (noise, place) => {
      const images = changed((bytes) => bytes.set(noise, start(1) + place))
      try {
        const recovered = seqs(images)
        t.strictSame(
          recovered,
          recovered.map((_, index) => index + 1),
        )
      } catch (error) {
        t.match(error, { name: 'TradeError' })
      }
    }),
    { numRuns: 300 },
  )
})
