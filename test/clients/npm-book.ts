import type { RawBook } from './npm-exchange.ts'
import { type Book, type Level, plain } from './spot-client.ts'

/** A book that follows its stream by the venue's own procedure; the package has none. */
export interface StreamBook {
  diff(event: Readonly<Record<string, unknown>>): void
  load(snapshot: RawBook): void
  book(): Book
}

interface Diff {
  readonly U: number
  readonly u: number
  readonly pu?: number
  readonly b: RawBook['bids']
  readonly a: RawBook['bids']
}

const put = (side: Map<string, string>, levels: RawBook['bids']): void => {
  for (const [price, qty] of levels) {
    if (Number(qty) === 0) side.delete(plain(price))
    else side.set(plain(price), plain(qty))
  }
}

export const streamBook = (): StreamBook => {
  const sides = { bids: new Map<string, string>(), asks: new Map<string, string>() }
  const early: Diff[] = []
  let lastId: number | null = null
  const apply = (diff: Diff): void => {
    if (lastId === null || diff.u <= lastId) return
    const isNext = diff.pu === undefined ? diff.U <= lastId + 1 : diff.U <= lastId || diff.pu === lastId
    if (!isNext) throw new Error(`the stream lost events between ${lastId} and ${diff.U}`)
    put(sides.bids, diff.b)
    put(sides.asks, diff.a)
    lastId = diff.u
  }
  const sorted = (side: Map<string, string>, sign: number): Level[] => [...side].sort(([a], [b]) => sign * (Number(a) - Number(b)))
  return {
    diff: (event) => {
      if (lastId === null) early.push(event as unknown as Diff)
      else apply(event as unknown as Diff)
    },
    load: ({ lastUpdateId, bids, asks }) => {
      put(sides.bids, bids)
      put(sides.asks, asks)
      lastId = lastUpdateId
      for (const diff of early) apply(diff)
    },
    book: () => ({ bids: sorted(sides.bids, -1), asks: sorted(sides.asks, 1) }),
  }
}
