import type { Side } from '../model/order.ts'

/** An order that rests in the book. Its neighbours in the queue of its level are kept in the order itself. */
export interface RestingOrder {
  readonly id: number
  readonly side: Side
  /** Remaining quantity that is shown, above 0 while it rests. */
  lots: number
  /** Remaining quantity of an iceberg order that is not shown; it comes in parts of `partLots`. */
  hiddenLots: number
  readonly partLots: number
  /** Whose it is, if it takes part in self-trade prevention. */
  readonly owner: string | undefined
  readonly level: Level
  before: RestingOrder | null
  after: RestingOrder | null
}

/** All orders at one price, oldest first. */
export interface Level {
  readonly ticks: number
  /** Sum of the remaining quantities that are shown. */
  lots: number
  /** Sum of the quantities that are not. */
  hiddenLots: number
  first: RestingOrder | null
  last: RestingOrder | null
}

/** One side of the book: levels sorted so that the best is the last of the array, where adding and removing is cheap. */
export interface BookSide {
  readonly side: Side
  readonly levels: Level[]
}

/** True when an order of the side at `ticks` is better than one at `other`. */
export const isBetter = (side: Side, ticks: number, other: number): boolean => (side === 'buy' ? ticks > other : ticks < other)

const positionOf = ({ side, levels }: BookSide, ticks: number): number => {
  let low = 0
  let high = levels.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const level = levels[middle]
    if (level !== undefined && isBetter(side, ticks, level.ticks)) low = middle + 1
    else high = middle
  }
  return low
}

/** The level at a price, if any order rests there. */
export const levelAt = (book: BookSide, ticks: number): Level | null => {
  const found = book.levels[positionOf(book, ticks)]
  return found?.ticks === ticks ? found : null
}

/** The level at a price, made when nobody rests there yet. */
export const openLevel = (book: BookSide, ticks: number): Level => {
  const position = positionOf(book, ticks)
  const found = book.levels[position]
  if (found?.ticks === ticks) return found
  const level: Level = { ticks, lots: 0, hiddenLots: 0, first: null, last: null }
  if (position === book.levels.length) book.levels.push(level)
  else book.levels.splice(position, 0, level)
  return level
}

/** Puts an order at the end of its level's queue. */
export const enqueue = (order: RestingOrder): void => {
  const { level } = order
  order.before = level.last
  if (level.last === null) level.first = order
  else level.last.after = order
  level.last = order
  level.lots += order.lots
  level.hiddenLots += order.hiddenLots
}

/** Takes an order out of its queue, and its level out of the book when it was the last one there. */
export const dequeue = (book: BookSide, order: RestingOrder): void => {
  const { level, before, after } = order
  if (before === null) level.first = after
  else before.after = after
  if (after === null) level.last = before
  else after.before = before
  level.lots -= order.lots
  level.hiddenLots -= order.hiddenLots
  if (level.first === null) dropLevel(book, level)
}

const dropLevel = (book: BookSide, level: Level): void => {
  const { levels } = book
  if (levels[levels.length - 1] === level) levels.pop()
  else levels.splice(positionOf(book, level.ticks), 1)
}
