import type { FrameCursor } from './frame-cursor.ts'

const WORD_BYTES = 4
/** A longer head is read anew each time. */
const HEAD_BYTES_MAX = 256

/** The start of one frame, by which the next of its stream is known at once. */
export class FrameHead {
  private readonly bytes = new Uint8Array(HEAD_BYTES_MAX)
  private readonly words = new DataView(this.bytes.buffer)
  private length = 0

  /** Remembers all that the cursor has read. */
  keep({ bytes, at }: FrameCursor): void {
    this.length = at >= WORD_BYTES && at <= HEAD_BYTES_MAX ? at : 0
    for (let index = 0; index < this.length; index++) this.bytes[index] = bytes[index] ?? 0
  }

  /** Goes behind the head of a new frame if it is the same. */
  take(cursor: FrameCursor): boolean {
    const { words, length } = this
    if (length === 0 || length > cursor.end) return false
    const last = length - WORD_BYTES
    for (let at = 0; at < last; at += WORD_BYTES) if (words.getInt32(at) !== cursor.words.getInt32(at)) return false
    if (words.getInt32(last) !== cursor.words.getInt32(last)) return false
    cursor.at = length
    return true
  }
}
