import type { Book } from '../../lib/model/book.ts'

/** Removes what lies beyond the levels that a stream keeps. */
export const truncate = (book: Book, levels: number): void => {
  for (const side of ['buy', 'sell'] as const) {
    for (let count = book.count(side); count > levels; count -= 1) book.set(side, book.ticksAt(side, count - 1), 0)
  }
}
