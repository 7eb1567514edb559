import type { Book } from '../../src/lib/model/book.ts'
import type { Side } from '../../src/lib/model/order.ts'
import { type Levels, marketTexts } from './market-texts.ts'

/** One change of one level; bids lie below 100 ticks, asks above. */
export type Update = { readonly side: Side; readonly distance: number; readonly lots: number }

type Sides = Readonly<Record<Side, ReadonlyMap<number, number>>>

const MIDDLE = 100
const sorted = (side: Side, levels: ReadonlyMap<number, number>): [number, number][] => [...levels].sort(([a], [b]) => (side === 'buy' ? b - a : a - b))

/** Levels of a book under test, best first. */
export const levelsOf = (book: Book, side: Side): [number, number][] => {
  const levels: [number, number][] = []
  book.walk(side, (ticks, lots) => levels.push([ticks, lots]) > 0)
  return levels
}

/** A market that remembers its book after every update id, and writes texts about any of them. */
export class TrueMarket {
  readonly #history: Sides[] = [{ buy: new Map([[90, 5]]), sell: new Map([[110, 5]]) }]
  #touched: { readonly side: Side; readonly ticks: number }[] = []
  /** Last id that a diff told of. */
  told = 0

  get lastId(): number {
    return this.#history.length - 1
  }

  update({ side, distance, lots }: Update): void {
    const now = this.#at(this.lastId)
    const levels = new Map(now[side])
    const ticks = side === 'buy' ? MIDDLE - distance : MIDDLE + distance
    if (lots === 0) levels.delete(ticks)
    else levels.set(ticks, lots)
    this.#history.push({ ...now, [side]: levels })
    this.#touched.push({ side, ticks })
  }

  levels(id: number, side: Side): [number, number][] {
    return sorted(side, this.#at(id)[side])
  }

  /** All that happened since the last diff. */
  diff(): string {
    const ids = [this.told + 1, this.lastId] as const
    const text = marketTexts.diff({ ids, bids: this.#changes('buy'), asks: this.#changes('sell'), eventMs: 1_700_000_000_000 + 100 * this.lastId })
    this.told = this.lastId
    this.#touched = []
    return text
  }

  snapshot(id: number): string {
    return marketTexts.snapshot(id, this.levels(id, 'buy'), this.levels(id, 'sell'))
  }

  ticker(id: number): string {
    return marketTexts.ticker(id, this.levels(id, 'buy')[0] ?? [0, 0], this.levels(id, 'sell')[0] ?? [0, 0])
  }

  isTrue(id: number, book: Book): boolean {
    return (['buy', 'sell'] as const).every((side) => JSON.stringify(levelsOf(book, side)) === JSON.stringify(this.levels(id, side)))
  }

  #at(id: number): Sides {
    const sides = this.#history[id]
    if (sides === undefined) throw new RangeError(`the market has no update ${id}`)
    return sides
  }

  /** Every level that was touched, even if it ended where it was: a snapshot may lie between. */
  #changes(side: Side): Levels {
    const now = this.#at(this.lastId)[side]
    const touched = this.#touched.filter((update) => update.side === side).map((update) => update.ticks)
    return [...new Set(touched)].map((ticks) => [ticks, now.get(ticks) ?? 0])
  }
}
