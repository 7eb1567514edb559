import type { SegmentImage } from '../../src/lib/journal/recover.ts'
import { frameWriter, SEGMENT_BYTES_MIN } from '../../src/lib/journal/writer.ts'

/** The segments of a journal of `payloads.length` frames, as they would lie on a disk. */
export const imagesOf = (payloads: readonly Uint8Array[], segmentBytes = SEGMENT_BYTES_MIN): SegmentImage[] => {
  const writer = frameWriter(undefined, { segmentBytes, build: 'test', salt: () => 42 })
  for (const payload of payloads) writer.append({ tsUs: 1000, epoch: 1, type: 'EVENT', payload })
  return writer.take().map((chunk) => {
    const bytes = new Uint8Array(chunk.segmentBytes)
    bytes.set(chunk.bytes)
    return { index: chunk.index, name: `0000000${chunk.index}.trj`, bytes }
  })
}

/** `count` payloads of different lengths. */
export const payloads = (count: number, stepBytes = 5): Uint8Array[] =>
  Array.from({ length: count }, (_, index) => new Uint8Array(1 + index * stepBytes).fill(index + 1))
