import fc from 'fast-check'
import t from 'tap'
import { must } from '../../../src/lib/base/assert.ts'
import { frameBytes } from '../../../src/lib/journal/frame.ts'
import { recover, type SegmentImage } from '../../../src/lib/journal/recover.ts'
import { SEGMENT_HEADER_BYTES } from '../../../src/lib/journal/segment.ts'
import type { Frame } from '../../../src/lib/ports/journal.ts'
import { imagesOf, payloads } from '../../kit/journal-images.ts'

const SEED = { seed: 20_261_124, numRuns: 400 }
const SECTOR_BYTES = 512
const COUNT = 40
const images = imagesOf(payloads(COUNT, 300))
const whole = recover(images)
const last = must(images.at(-1), 'last')
const end = must(whole.end, 'end').offset
/** Bytes in use, segment by segment, as places that damage may strike. */
const used = images.map((image, index) => (index === images.length - 1 ? end : image.bytes.findLastIndex((byte) => byte !== 0) + 1))
const anywhere = fc.nat(images.length - 1).chain((segment) => fc.tuple(fc.constant(segment), fc.nat(must(used[segment], 'used') - 1), fc.nat(7)))

const changed = (change: (segments: Uint8Array[]) => void): SegmentImage[] => {
  const copies = images.map(({ bytes }) => Uint8Array.from(bytes))
  change(copies)
  return images.map((image, index) => ({ ...image, bytes: must(copies[index], 'copy') }))
}

interface Outcome {
  readonly frames: readonly Frame[]
  readonly torn: boolean
  readonly refusal: { readonly exit: number; readonly place: { readonly name: string; readonly offset: number; readonly seq?: number } } | null
}

const outcomeOf = (damagedImages: readonly SegmentImage[]): Outcome => {
  try {
    const { frames, torn } = recover(damagedImages)
    return { frames, torn: torn !== undefined, refusal: null }
  } catch (error) {
    return { frames: [], torn: false, refusal: error as NonNullable<Outcome['refusal']> }
  }
}

const isPrefix = (frames: readonly Frame[]): boolean =>
  frames.every(({ seq, payload }, index) => {
    const original = must(whole.frames[index], 'frame')
    return seq === original.seq && payload.length === original.payload.length && payload.every((byte, at) => byte === original.payload[at])
  })

t.test('flipped bits anywhere are refused with their place, or cost no more frames at the end than bits, which are named', async (t) => {
  let refused = 0
  const run = (): void =>
    fc.assert(
      fc.property(fc.array(anywhere, { minLength: 1, maxLength: 3 }), (flips) => {
        const { frames, torn, refusal } = outcomeOf(
          changed((segments) => {
            for (const [segment, byte, bit] of flips) must(segments[segment], 'segment')[byte] = (segments[segment]?.[byte] ?? 0) ^ (1 << bit)
          }),
        )
        const isSame = new Set(flips.map(String)).size < flips.length
        if (refusal !== null) refused += 1
        if (refusal !== null) return (refusal.exit === 65 || refusal.exit === 78) && images.some(({ name }) => name === refusal.place.name)
        return isPrefix(frames) && (isSame || (torn && COUNT - frames.length <= flips.length))
      }),
      SEED,
    )
  t.doesNotThrow(run)
  t.ok(refused > 300, `${refused} of ${SEED.numRuns} are refused`)
})

t.test('a flipped bit is refused at the frame that it struck, never behind it', async (t) => {
  const starts: { readonly segment: number; readonly offset: number; readonly seq: number }[] = []
  for (const [segment, image] of images.entries()) {
    let offset = SEGMENT_HEADER_BYTES
    const before = starts.length
    for (const { payload, seq } of recover(images.slice(0, segment + 1)).frames.slice(before)) {
      starts.push({ segment, offset, seq })
      offset += frameBytes(payload.length)
    }
    t.ok(offset <= image.bytes.length)
  }
  const run = (): void =>
    fc.assert(
      fc.property(anywhere, ([segment, byte, bit]) => {
        const struck = starts.findLast((start) => start.segment === segment && start.offset <= byte)
        const { frames, refusal } = outcomeOf(
          changed((segments) => {
            must(segments[segment], 'segment')[byte] = (segments[segment]?.[byte] ?? 0) ^ (1 << bit)
          }),
        )
        if (struck === undefined) return refusal !== null && refusal.place.name === images[segment]?.name
        return refusal === null
          ? frames.length === struck.seq - 1 && struck.seq === COUNT
          : refusal.place.offset === struck.offset && refusal.place.seq === struck.seq
      }),
      SEED,
    )
  t.doesNotThrow(run)
})

t.test('a block that is old, moved or zero is never read as what was written', async (t) => {
  const sector = fc
    .nat(images.length - 1)
    .chain((segment) => fc.tuple(fc.constant(segment), fc.nat(Math.floor((must(used[segment], 'used') - 1) / SECTOR_BYTES))))
  const run = (): void =>
    fc.assert(
      fc.property(sector, fc.option(sector), ([segment, at], from) => {
        const { frames, refusal } = outcomeOf(
          changed((segments) => {
            const source =
              from === null ? new Uint8Array(SECTOR_BYTES) : must(images[from[0]], 'source').bytes.slice(from[1] * SECTOR_BYTES, (from[1] + 1) * SECTOR_BYTES)
            must(segments[segment], 'segment').set(source, at * SECTOR_BYTES)
          }),
        )
        return refusal === null ? isPrefix(frames) : refusal.exit === 65 || refusal.exit === 78
      }),
      SEED,
    )
  t.doesNotThrow(run)
})

t.test('a file that ends at any byte of any segment keeps what is before, or is refused', async (t) => {
  const run = (): void =>
    fc.assert(
      fc.property(anywhere, ([segment, length]) => {
        const cut = images.map((image, index) => (index === segment ? { ...image, bytes: image.bytes.slice(0, length) } : image))
        const { frames, refusal } = outcomeOf(cut)
        if (refusal !== null) return refusal.exit === 65
        return segment === images.length - 1 && isPrefix(frames)
      }),
      SEED,
    )
  t.doesNotThrow(run)
})

t.test('after a power cut every acknowledged frame is there, whichever sectors of the write under way survived', async (t) => {
  const lastFrames = recover(images).frames.length - recover(images.slice(0, -1)).frames.length
  let [starts, offset] = [[] as number[], SEGMENT_HEADER_BYTES]
  for (const { payload } of whole.frames.slice(-lastFrames)) {
    starts = [...starts, offset]
    offset += frameBytes(payload.length)
  }
  let refused = 0
  const run = (): void =>
    fc.assert(
      fc.property(fc.nat(lastFrames - 1), fc.array(fc.boolean(), { minLength: 200, maxLength: 200 }), (acknowledged, survived) => {
        const from = must(starts[acknowledged], 'start')
        const { frames, refusal } = outcomeOf(
          changed((segments) => {
            const bytes = must(segments.at(-1), 'last')
            for (let sector = Math.floor(from / SECTOR_BYTES); sector * SECTOR_BYTES < end; sector++)
              if (survived[sector] !== true) bytes.fill(0, Math.max(from, sector * SECTOR_BYTES), Math.min(end, (sector + 1) * SECTOR_BYTES))
          }),
        )
        const durable = COUNT - lastFrames + acknowledged
        if (refusal !== null) refused += 1
        if (refusal !== null) return refusal.exit === 65 && refusal.place.name === last.name && (refusal.place.seq ?? 0) > durable
        return isPrefix(frames) && frames.length >= durable
      }),
      SEED,
    )
  t.doesNotThrow(run)
  t.ok(refused < SEED.numRuns, 'not every cut needs a person')
})
