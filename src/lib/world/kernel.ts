import type { Cancel } from '../ports/clock.ts'

interface Event {
  readonly timeUs: number
  readonly seq: number
  run: (() => void) | null
}

/** The clockwork of a simulated world: everything that happens, happens here, one event after the other. */
export interface Kernel {
  /** Microseconds since the epoch in this world. */
  nowUs(): number
  /** Calls `run` after `delayUs`; equal times run in the order of their calls. */
  after(delayUs: number, run: () => void): Cancel
  /** Runs everything that is due up to and including `untilUs`; returns how many events ran. */
  run(untilUs: number): number
}

const before = (a: Event, b: Event): boolean => a.timeUs < b.timeUs || (a.timeUs === b.timeUs && a.seq < b.seq)

class Heap {
  private readonly items: Event[] = []

  peek(): Event | undefined {
    return this.items[0]
  }

  push(event: Event): void {
    const { items } = this
    let index = items.push(event) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = items[parent]
      if (above === undefined || !before(event, above)) break
      items[index] = above
      index = parent
    }
    items[index] = event
  }

  pop(): void {
    const { items } = this
    const last = items.pop()
    if (last === undefined || items.length === 0) return
    let index = 0
    for (;;) {
      const child = this.lesserChild(index)
      const below = items[child]
      if (below === undefined || !before(below, last)) break
      items[index] = below
      index = child
    }
    items[index] = last
  }

  private lesserChild(index: number): number {
    const left = 2 * index + 1
    const a = this.items[left]
    const b = this.items[left + 1]
    return a !== undefined && b !== undefined && before(b, a) ? left + 1 : left
  }
}

export const createKernel = (startUs: number): Kernel => {
  const heap = new Heap()
  let nowUs = startUs
  let seq = 0
  return {
    nowUs: () => nowUs,
    after: (delayUs, run) => {
      seq += 1
      const event: Event = { timeUs: Math.max(nowUs, Math.round(nowUs + delayUs)), seq, run }
      heap.push(event)
      return () => {
        event.run = null
      }
    },
    run: (untilUs) => {
      let count = 0
      for (let next = heap.peek(); next !== undefined && next.timeUs <= untilUs; next = heap.peek()) {
        heap.pop()
        nowUs = next.timeUs
        if (next.run === null) continue
        count += 1
        next.run()
      }
      nowUs = Math.max(nowUs, untilUs)
      return count
    },
  }
}
