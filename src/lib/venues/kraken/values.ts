import type { Instrument } from '../../model/instrument.ts'
import { publicLots, publicTicks } from '../../model/public-level.ts'
import { KrakenFieldError, listOf, textOf } from './fields.ts'

const DIGITS = /^\d{1,10}$/

const counted = (count: number, text: string): number => {
  if (Number.isNaN(count)) throw new KrakenFieldError(`'${text.slice(0, 40)}' is no whole number of steps`)
  return count
}

export const ticksOf = (value: unknown, instrument: Instrument): number => {
  const text = textOf(value, 'price')
  return counted(publicTicks(instrument, text), text)
}

export const lotsOf = (value: unknown, instrument: Instrument): number => {
  const text = textOf(value, 'qty')
  return counted(publicLots(instrument, text), text)
}

/** Levels as ticks, lots, ticks, lots ... from entries that `read` takes price and size texts out of. */
export const levelsOf = (value: unknown, instrument: Instrument, read: (entry: unknown) => readonly [unknown, unknown]): number[] =>
  listOf(value, 'levels').flatMap((entry) => {
    const [price, qty] = read(entry)
    const ticks = ticksOf(price, instrument)
    if (ticks === 0) throw new KrakenFieldError("'price' is zero")
    return [ticks, lotsOf(qty, instrument)]
  })

/** Unsigned 32 bits, as a number or as a text. */
export const checksumIn = (value: unknown): number | null => {
  if (value === undefined) return null
  const checksum = typeof value === 'number' || (typeof value === 'string' && DIGITS.test(value)) ? Number(value) : Number.NaN
  if (!Number.isInteger(checksum) || checksum < 0 || checksum > 0xffffffff) throw new KrakenFieldError("'checksum' is no checksum")
  return checksum
}
