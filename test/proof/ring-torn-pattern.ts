import type { EpochUs, Lots, MonoUs, Ticks } from '../../src/lib/base/units.ts'
import type { RingBookView, RingTickerView, RingView, RingWriter } from '../../src/lib/ports/ring.ts'

/** Three tickers and a book, again and again: 4 records in 9 slots, so that a position names its record. */
const GROUP_RECORDS = 4
const GROUP_SLOTS = 9
const LEVELS = 20

/** Close below 2^32, so that the sequence wraps during the run. */
export const FIRST_POSITION = 2 ** 32 - 100_000

/** Number of the record that starts at a position, from 0; NaN inside a record. */
export const recordAt = (position: number): number => {
  const slots = position - FIRST_POSITION
  const rest = slots % GROUP_SLOTS
  return rest < GROUP_RECORDS ? GROUP_RECORDS * Math.floor(slots / GROUP_SLOTS) + rest : Number.NaN
}

const levels = new Float64Array(2 * LEVELS)

/** Writes a record with its own number in every field. */
export const writeRecord = (writer: RingWriter, record: number): void => {
  const head = { symbolIndex: 0, id: record, eventUs: record as EpochUs, receivedMonoUs: record as MonoUs, publishedMonoUs: record as MonoUs }
  if (record % GROUP_RECORDS === GROUP_RECORDS - 1) {
    levels.fill(record)
    writer.book({ ...head, bids: levels, bidCount: LEVELS, asks: levels, askCount: LEVELS })
  } else {
    writer.ticker({ ...head, bidTicks: record as Ticks, bidLots: record as Lots, askTicks: record as Ticks, askLots: record as Lots })
  }
}

const isHeadWhole = (view: RingView, record: number): boolean =>
  view.id === record && view.eventUs === record && view.receivedMonoUs === record && view.publishedMonoUs === record

export const isTickerWhole = (view: RingTickerView): boolean => {
  const record = recordAt(view.position)
  const isWhole = view.bidTicks === record && view.bidLots === record && view.askTicks === record && view.askLots === record
  return isWhole && isHeadWhole(view, record)
}

export const isBookWhole = (view: RingBookView): boolean => {
  const record = recordAt(view.position)
  if (!isHeadWhole(view, record) || view.bidCount !== LEVELS || view.askCount !== LEVELS) return false
  for (let level = 0; level < LEVELS; level++) {
    const areBidsWhole = view.bidTicks(level) === record && view.bidLots(level) === record
    if (!(areBidsWhole && view.askTicks(level) === record && view.askLots(level) === record)) return false
  }
  return true
}
