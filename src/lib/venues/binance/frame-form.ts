import type { Instrument } from '../../model/instrument.ts'
import type { SymbolEntry } from '../symbol-table.ts'
import type { FrameCursor } from './frame-cursor.ts'
import type { FramePlan } from './frame-plan.ts'
import type { LevelForms } from './level-list.ts'

const WORD_BYTES = 4
/** A longer beginning is read anew each time. */
const TEXT_BYTES_MAX = 160
const NUMBERS_MAX = 8

/** How the frames of one stream begin, down to their last whole number before a price or a size: they differ in their numbers alone. */
export class FrameForm {
  plan: FramePlan | null = null
  /** Bits of the keys in it. */
  seen = 0
  entry: SymbolEntry<LevelForms> | undefined
  private readonly bytes = new Uint8Array(TEXT_BYTES_MAX)
  private readonly words = new DataView(this.bytes.buffer)
  /** Where the text before each number ends, and the slot of the number. */
  private readonly ends = new Int32Array(NUMBERS_MAX)
  private readonly slots = new Int32Array(NUMBERS_MAX)
  private count = 0
  private readAt = 0

  /** Forgets all; it is no form until it has a number. */
  begin(plan: FramePlan): void {
    this.plan = plan
    this.count = 0
    this.readAt = 0
  }

  /** Remembers the text since the last number, and that a number stands here; false when there is too much of either. */
  note(cursor: FrameCursor, from: number, slot: number): boolean {
    const start = this.count === 0 ? 0 : (this.ends[this.count - 1] ?? 0)
    const end = start + from - this.readAt
    if (this.count === NUMBERS_MAX || end > TEXT_BYTES_MAX || end - start < WORD_BYTES) return false
    for (let index = start; index < end; index++) this.bytes[index] = cursor.bytes[this.readAt + index - start] ?? 0
    this.ends[this.count] = end
    this.slots[this.count] = slot
    this.count += 1
    this.readAt = cursor.at
    return true
  }

  /** Goes behind the beginning of a frame and reads its numbers, if it has this form. */
  take(cursor: FrameCursor, into: Float64Array, instruments: ReadonlyMap<string, Instrument>): boolean {
    const { entry, ends, slots, count } = this
    if (entry !== undefined && instruments.get(entry.instrument.symbol) !== entry.instrument) return false
    let start = 0
    for (let index = 0; index < count; index++) {
      const end = ends[index] ?? 0
      if (!this.follows(cursor, start, end) || !cursor.whole(into, slots[index] ?? 0)) return false
      start = end
    }
    return count > 0
  }

  private follows(cursor: FrameCursor, start: number, end: number): boolean {
    const { words } = this
    const there = cursor.words
    const shift = (cursor.at - start) | 0
    const last = (end - WORD_BYTES) | 0
    for (let at = start; at < last; at = (at + WORD_BYTES) | 0) if (words.getInt32(at) !== there.getInt32((at + shift) | 0)) return false
    if (words.getInt32(last) !== there.getInt32((last + shift) | 0)) return false
    cursor.at = (end + shift) | 0
    return true
  }
}

const SLOTS = 4_096
const PRIME = 16_777_619
/** Where the name of the stream begins in a frame, and the least length of one that has it. */
const NAME_AT = 11
const FRAME_BYTES_MIN = 64

/** The forms of streams by the first bytes of their names: those with the same place displace each other. */
export class FrameForms {
  private readonly slots: (FrameForm | undefined)[] = new Array<FrameForm | undefined>(SLOTS).fill(undefined)

  /** Place of the stream of this frame. */
  placeOf({ words, end }: FrameCursor): number {
    if (end < FRAME_BYTES_MIN) return 0
    let place = words.getInt32(NAME_AT)
    place = Math.imul(place, PRIME) ^ words.getInt32(NAME_AT + WORD_BYTES)
    place = Math.imul(place, PRIME) ^ words.getInt32(NAME_AT + 2 * WORD_BYTES)
    place = Math.imul(place, PRIME) ^ words.getInt32(NAME_AT + 3 * WORD_BYTES)
    place = Math.imul(place, PRIME)
    return (place ^ (place >>> 15)) & (SLOTS - 1)
  }

  at(place: number): FrameForm | undefined {
    return this.slots[place]
  }

  /** An empty form for this place. */
  fresh(place: number, plan: FramePlan): FrameForm {
    const form = this.slots[place] ?? new FrameForm()
    this.slots[place] = form
    form.begin(plan)
    return form
  }
}
