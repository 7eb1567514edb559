import { type EpochUs, epochUs } from '../base/units.ts'
import type { Stamped } from './core.ts'

/** Bounded queue of inputs. It stamps each once, with a time that never repeats, and hands them over in batches. */
export interface Inbox<In> {
  /** False when it is full: the input was not taken. */
  push(input: In): boolean
  /** Steps at most `max` inputs, oldest first; returns how many. */
  drain(max: number, step: (at: Stamped<In>) => void): number
  readonly size: number
  readonly dropped: number
  /** Stamp of the oldest input that waits; null when none does. */
  oldestUs(): EpochUs | null
}

export interface InboxOptions {
  readonly capacity: number
  readonly nowUs: () => EpochUs
  /** Stamps are above this: the last one of the journal. */
  readonly floorUs: number
}

export const createInbox = <In>(options: InboxOptions): Inbox<In> => {
  let waiting: Array<Stamped<In>> = []
  let head = 0
  let seq = 0
  let lastUs = options.floorUs
  let dropped = 0
  const size = (): number => waiting.length - head
  return {
    push: (input) => {
      if (size() >= options.capacity) {
        dropped += 1
        return false
      }
      lastUs = Math.max(options.nowUs(), lastUs + 1)
      seq += 1
      waiting.push({ seq, nowUs: epochUs(lastUs), input })
      return true
    },
    drain: (max, step) => {
      const end = Math.min(waiting.length, head + max)
      const from = head
      while (head < end) {
        const at = waiting[head]
        head += 1
        if (at !== undefined) step(at)
      }
      const count = end - from
      if (head === waiting.length) {
        waiting = []
        head = 0
      } else if (head > 4096) {
        waiting = waiting.slice(head)
        head = 0
      }
      return count
    },
    get size() {
      return size()
    },
    get dropped() {
      return dropped
    },
    oldestUs: () => waiting[head]?.nowUs ?? null,
  }
}
