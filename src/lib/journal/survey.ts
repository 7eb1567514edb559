import type { Frame, TornTail } from '../ports/journal.ts'
import { JournalProblem } from './damage.ts'
import { followSegment, type Reached, type SegmentImage } from './recover.ts'
import { readSegmentHeader } from './segment.ts'

/** One segment as an inspector sees it. */
export interface SegmentSurvey {
  readonly name: string
  /** What was sound, in order of seq. */
  readonly frames: readonly Frame[]
  /** Offset behind the last sound frame, in bytes. */
  readonly usedBytes: number
  /** Size that was set aside; 0 when the header cannot be read. */
  readonly segmentBytes: number
  /** Undefined for a segment that ends well; bytes that were never acknowledged otherwise. */
  readonly torn: TornTail | undefined
  /** Why nothing behind the sound frames can be read, here and in later segments; null when all can. */
  readonly problem: JournalProblem | null
}

const sizeOf = (image: SegmentImage): number => {
  try {
    return readSegmentHeader(image.name, image.bytes).segmentBytes
  } catch {
    return 0
  }
}

/** Reads segment by segment and holds one at a time; ends with the first one that has a problem. Changes nothing. */
export function* survey(images: Iterable<SegmentImage>): Generator<SegmentSurvey> {
  let reached: Reached = { end: undefined, torn: undefined }
  for (const image of images) {
    const frames: Frame[] = []
    let problem: JournalProblem | null = null
    try {
      reached = followSegment(image, reached, frames)
    } catch (error) {
      if (!(error instanceof JournalProblem)) throw error
      problem = error
    }
    const usedBytes = problem === null ? (reached.end?.offset ?? 0) : problem.place.offset
    yield { name: image.name, frames, usedBytes, segmentBytes: sizeOf(image), torn: reached.torn, problem }
    if (problem !== null) return
  }
}
