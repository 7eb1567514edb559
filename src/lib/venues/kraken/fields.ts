import { scanUnits } from '../../base/decimal-scan.ts'
import { US_PER_S } from '../../base/time.ts'
import { type EpochUs, epochUs } from '../../base/units.ts'
import type { Instrument } from '../../model/instrument.ts'
import { publicLots, publicTicks } from '../../model/public-level.ts'

/** Thrown by the readers of this folder and caught by whoever reads a whole message. */
export class KrakenFieldError extends Error {
  override readonly name = 'KrakenFieldError'
}

export type Fields = Readonly<Record<string, unknown>>

const US_DIGITS = 6
const DAY_S = 86_400
const ISO = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?Z$/

export const fieldsOf = (value: unknown, what: string): Fields => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new KrakenFieldError(`'${what}' is no object`)
  return value as Fields
}

export const listOf = (value: unknown, what: string): readonly unknown[] => {
  if (!Array.isArray(value)) throw new KrakenFieldError(`'${what}' is no list`)
  return value
}

export const textOf = (value: unknown, what: string): string => {
  if (typeof value !== 'string') throw new KrakenFieldError(`'${what}' is no text`)
  return value
}

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
  const checksum = Number(value)
  if (!Number.isInteger(checksum) || checksum < 0 || checksum > 0xffffffff) throw new KrakenFieldError("'checksum' is no checksum")
  return checksum
}

/** `1618678133.365913`: seconds with their fraction. */
export const secondsUs = (value: unknown): EpochUs => {
  const text = textOf(value, 'time')
  return epochUs(counted(scanUnits(text, US_DIGITS, 'up'), text))
}

/** Days since the epoch of a date of the Gregorian calendar. */
const dayOf = (year: number, month: number, day: number): number => {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const ofEra = shifted - era * 400
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468
}

/** `2023-10-06T17:35:55.440295Z`. */
export const isoUs = (value: unknown): EpochUs => {
  const match = ISO.exec(textOf(value, 'timestamp'))
  if (match === null) throw new KrakenFieldError("'timestamp' is no time")
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [number, number, number, number, number, number]
  const fractionUs = Number((match[7] ?? '').padEnd(US_DIGITS, '0').slice(0, US_DIGITS))
  const us = (dayOf(year, month, day) * DAY_S + hour * 3_600 + minute * 60 + second) * US_PER_S + fractionUs
  if (us < 0 || !Number.isSafeInteger(us)) throw new KrakenFieldError(`'timestamp' ${match[0]} is no time since 1970 or too far away`)
  return epochUs(us)
}
