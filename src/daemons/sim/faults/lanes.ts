import type { CommonOut } from '../../../lib/daemon/effects.ts'
import type { SimOut } from '../events.ts'

type Out = SimOut | CommonOut

interface Held {
  readonly dueUs: number
  readonly out: Out
}

/** Effects that leave later, each lane in its own order. */
export interface Lanes {
  readonly isEmpty: boolean
  /** Holds an effect until then, and behind what its lane holds already. */
  hold(lane: string, out: Out, dueUs: number): void
  /** When the lane is free again; 0 when it is. */
  busyUntilUs(lane: string): number
  /** Takes out what is due, in order of time. */
  due(nowUs: number): readonly Out[]
  /** When the next one is due; null when nothing is held. */
  nextUs(): number | null
}

export const createLanes = (): Lanes => {
  let held: Held[] = []
  const lastUs = new Map<string, number>()
  return {
    get isEmpty() {
      return held.length === 0
    },
    hold: (lane, out, dueUs) => {
      const at = Math.max(dueUs, lastUs.get(lane) ?? 0)
      lastUs.set(lane, at)
      const place = held.findLastIndex((other) => other.dueUs <= at) + 1
      held.splice(place, 0, { dueUs: at, out })
    },
    busyUntilUs: (lane) => lastUs.get(lane) ?? 0,
    due: (nowUs) => {
      const count = held.findLastIndex(({ dueUs }) => dueUs <= nowUs) + 1
      const ready = held.slice(0, count)
      held = held.slice(count)
      for (const [lane, us] of lastUs) if (us <= nowUs) lastUs.delete(lane)
      return ready.map(({ out }) => out)
    },
    nextUs: () => held[0]?.dueUs ?? null,
  }
}
