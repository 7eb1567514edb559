import t from 'tap'
import { must } from '../../../src/lib/base/assert.ts'
import type { SegmentImage } from '../../../src/lib/journal/recover.ts'
import { recover } from '../../../src/lib/journal/recover.ts'
import { SEGMENT_HEADER_BYTES } from '../../../src/lib/journal/segment.ts'
import { type SegmentSurvey, survey } from '../../../src/lib/journal/survey.ts'
import { imagesOf, payloads } from '../../kit/journal-images.ts'

const images = imagesOf(payloads(40, 300))
const changed = (at: number, change: (bytes: Uint8Array) => void): SegmentImage[] =>
  images.map((image, index) => {
    if (index !== at) return image
    const bytes = Uint8Array.from(image.bytes)
    change(bytes)
    return { ...image, bytes }
  })
const outline = (found: SegmentSurvey[]): unknown[] => found.map(({ name, frames, problem }) => [name, frames.length > 0, problem?.place.seq ?? null])

t.test('tells of every segment what recovery would read', async (t) => {
  const found = [...survey(images)]
  t.strictSame(
    found.flatMap(({ frames }) => frames),
    recover(images).frames,
  )
  t.strictSame(
    found.map(({ name, segmentBytes, problem, torn }) => [name, segmentBytes, problem, torn]),
    images.map(({ name, bytes }) => [name, bytes.length, null, undefined]),
  )
  t.equal(found.at(-1)?.usedBytes, recover(images).end?.offset)
})

t.test('ends with the segment that is damaged, its sound frames included', async (t) => {
  const middle = recover([must(images[0], 'first')]).frames.length
  const broken = changed(0, (bytes) => bytes.fill(0xff, SEGMENT_HEADER_BYTES + 200, SEGMENT_HEADER_BYTES + 201))
  const found = [...survey(broken)]
  t.match(found, [{ name: '00000001.trj', problem: { exit: 65, code: 'JOURNAL_DAMAGED', place: { offset: found[0]?.usedBytes ?? 0 } } }])
  t.ok((found[0]?.frames.length ?? middle) < middle)
})

t.test('tells of a segment without a readable header by name alone', async (t) => {
  t.strictSame(outline([...survey(changed(1, (bytes) => bytes.fill(0, 0, 4)))]).at(-1), ['00000002.trj', false, null])
  t.equal([...survey(changed(1, (bytes) => bytes.fill(0, 0, 4)))].at(-1)?.segmentBytes, 0)
  t.match([...survey([must(images[0], 'first'), must(images[2], 'third')])].at(-1), {
    name: '00000003.trj',
    problem: { message: /segment 3 follows segment 1/ },
  })
})

t.test('names a tail that was never acknowledged', async (t) => {
  const last = images.length - 1
  const end = must(recover(images).end, 'end').offset
  const torn = changed(last, (bytes) => bytes.fill(7, end, end + 20))
  t.match([...survey(torn)].at(-1), { problem: null, torn: { name: must(images[last], 'last').name, offset: end } })
})
