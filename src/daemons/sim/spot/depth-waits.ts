import type { Turn } from '../events.ts'

const WAIT_US = 5_000_000
const TIMER = 'depth'

/** A request for a book that has no snapshot yet. */
export interface DepthWait {
  readonly requestId: string
  readonly symbol: string
  readonly limit: number
  readonly headers: Readonly<Record<string, string>>
  readonly untilUs: number
}

/** Requests for a book that wait for its snapshot. */
export interface DepthWaits {
  add(wait: Omit<DepthWait, 'untilUs'>, turn: Turn): void
  /** Takes out those of a symbol that has its book now. */
  ready(symbol: string): readonly DepthWait[]
  /** Takes out those that have waited long enough. */
  expired(turn: Turn): readonly DepthWait[]
}

export const createDepthWaits = (): DepthWaits => {
  let waits: readonly DepthWait[] = []
  const takeOut = (isDue: (wait: DepthWait) => boolean): readonly DepthWait[] => {
    const due = waits.filter(isDue)
    waits = waits.filter((wait) => !isDue(wait))
    return due
  }
  return {
    add: (wait, turn) => {
      waits = [...waits, { ...wait, untilUs: turn.nowUs + WAIT_US }]
      turn.emit({ type: 'timer.set', id: TIMER, afterUs: WAIT_US })
    },
    ready: (symbol) => takeOut((wait) => wait.symbol === symbol),
    expired: (turn) => {
      const due = takeOut((wait) => wait.untilUs <= turn.nowUs)
      const [next] = waits
      if (next !== undefined) turn.emit({ type: 'timer.set', id: TIMER, afterUs: next.untilUs - turn.nowUs })
      return due
    },
  }
}
