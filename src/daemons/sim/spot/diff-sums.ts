import type { LevelDiff } from '../market/replica.ts'
import { type TextSource, textLevels } from './stream-texts.ts'

interface Sum {
  readonly firstId: number
  lastId: number
  readonly bids: Map<number, number>
  readonly asks: Map<number, number>
}

/** Diffs of a second as one, for those who listen to the slower stream. */
export interface DiffSums {
  add(symbol: string, diff: LevelDiff): void
  /** Nobody listens any more. */
  drop(symbol: string): void
  /** The event of what was added since the last call; nothing when the book stood still. */
  take(symbol: string, source: TextSource): readonly unknown[]
}

const note = (levels: Map<number, number>, flat: ArrayLike<number>): void => {
  for (let index = 0; index + 1 < flat.length; index += 2) levels.set(flat[index] ?? 0, flat[index + 1] ?? 0)
}

const flat = (levels: Map<number, number>, order: 1 | -1): number[] => [...levels].sort((a, b) => order * (a[0] - b[0])).flat()

export const createDiffSums = (): DiffSums => {
  const sums = new Map<string, Sum>()
  return {
    add: (symbol, diff) => {
      const sum = sums.get(symbol) ?? { firstId: diff.firstId, lastId: diff.lastId, bids: new Map(), asks: new Map() }
      sums.set(symbol, sum)
      sum.lastId = diff.lastId
      note(sum.bids, diff.bids)
      note(sum.asks, diff.asks)
    },
    drop: (symbol) => void sums.delete(symbol),
    take: (symbol, { instrument, nowMs }) => {
      const sum = sums.get(symbol)
      if (sum === undefined) return []
      sums.delete(symbol)
      const levels = { b: textLevels(instrument, flat(sum.bids, -1)), a: textLevels(instrument, flat(sum.asks, 1)) }
      return [{ e: 'depthUpdate', E: nowMs, s: symbol, U: sum.firstId, u: sum.lastId, ...levels }]
    },
  }
}
