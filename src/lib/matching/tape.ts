import type { Side } from '../model/order.ts'
import { createEngine, type Engine, type Execution, type Prevention } from './engine.ts'

/** Best price and size of both sides after the change with this update id. Zero lots: nobody quotes the side. */
export interface TopOfBook {
  readonly updateId: number
  readonly bidTicks: number
  readonly bidLots: number
  readonly askTicks: number
  readonly askLots: number
}

/** Levels that changed since the last diff, best first as ticks, lots, ticks, lots ...; 0 lots: the level is gone. */
export interface BookDiff {
  readonly firstId: number
  readonly lastId: number
  readonly bids: readonly number[]
  readonly asks: readonly number[]
}

export interface TapeTrade extends Execution {
  readonly tradeId: number
}

/** Where the public data of a market goes. */
export interface TapeSink {
  trade(trade: TapeTrade): void
  /** Two orders of one owner that did not trade; no public event. */
  prevented?(prevention: Prevention): void
  top(top: TopOfBook): void
}

/** Counters to go on from; both are the last ones used. */
export interface TapeStart {
  readonly updateId: number
  readonly tradeId: number
}

/** Derives trades, best prices and depth diffs from one engine, so that they can never contradict each other. */
export interface Tape {
  readonly engine: Engine
  readonly updateId: number
  readonly tradeId: number
  /** True while there are changes that no diff has told. */
  readonly isChanged: boolean
  /** Says the new best prices when they changed; called after each whole operation on the engine. */
  settle(): void
  /** What changed since the last call; null when nothing did. */
  flush(): BookDiff | null
}

const flatten = (changed: Map<number, number>, order: 1 | -1): number[] => {
  const flat: number[] = []
  for (const ticks of [...changed.keys()].sort((a, b) => order * (a - b))) flat.push(ticks, changed.get(ticks) ?? 0)
  changed.clear()
  return flat
}

const sameTop = (a: TopOfBook, b: TopOfBook): boolean =>
  a.bidTicks === b.bidTicks && a.bidLots === b.bidLots && a.askTicks === b.askTicks && a.askLots === b.askLots

export const createTape = (sink: TapeSink, start: TapeStart): Tape => {
  let { updateId, tradeId } = start
  let flushedId = updateId
  let top: TopOfBook = { updateId, bidTicks: 0, bidLots: 0, askTicks: 0, askLots: 0 }
  const changed: Record<Side, Map<number, number>> = { buy: new Map(), sell: new Map() }
  const engine = createEngine({
    levelChanged: (side, ticks, lots) => {
      updateId += 1
      changed[side].set(ticks, lots)
    },
    executed: (execution) => {
      tradeId += 1
      sink.trade({ ...execution, tradeId })
    },
    prevented: (prevention) => sink.prevented?.(prevention),
  })
  return {
    engine,
    get updateId() {
      return updateId
    },
    get tradeId() {
      return tradeId
    },
    get isChanged() {
      return updateId !== flushedId
    },
    settle: () => {
      if (updateId === top.updateId) return
      const bid = engine.best('buy')
      const ask = engine.best('sell')
      const next = { updateId, bidTicks: bid?.ticks ?? 0, bidLots: bid?.lots ?? 0, askTicks: ask?.ticks ?? 0, askLots: ask?.lots ?? 0 }
      const same = sameTop(top, next)
      top = next
      if (!same) sink.top(next)
    },
    flush: () => {
      if (updateId === flushedId) return null
      const diff = { firstId: flushedId + 1, lastId: updateId, bids: flatten(changed.buy, -1), asks: flatten(changed.sell, 1) }
      flushedId = updateId
      return diff
    },
  }
}
