import { scanUnits } from '../../base/decimal-scan.ts'
import { US_PER_S } from '../../base/time.ts'
import { type EpochUs, epochUs } from '../../base/units.ts'
import { KrakenFieldError, textOf } from './fields.ts'

const US_DIGITS = 6
const DAY_S = 86_400
const ISO = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?Z$/

/** `1618678133.365913`: seconds with their fraction. */
export const secondsUs = (value: unknown): EpochUs => {
  const text = textOf(value, 'time')
  const us = scanUnits(text, US_DIGITS, 'up')
  if (Number.isNaN(us)) throw new KrakenFieldError(`'${text.slice(0, 40)}' is no time`)
  return epochUs(us)
}

/** Days since the epoch of a date of the Gregorian calendar. */
const dayOf = (year: number, month: number, day: number): number => {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const ofEra = shifted - era * 400
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468
}

const LONG_MONTHS = [1, 3, 5, 7, 8, 10, 12]
const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
const lastDay = (year: number, month: number): number => (month === 2 ? (isLeap(year) ? 29 : 28) : LONG_MONTHS.includes(month) ? 31 : 30)
const isDate = (year: number, month: number, day: number): boolean => month >= 1 && month <= 12 && day >= 1 && day <= lastDay(year, month)

/** `2023-10-06T17:35:55.440295Z`. */
export const isoUs = (value: unknown): EpochUs => {
  const match = ISO.exec(textOf(value, 'timestamp'))
  if (match === null) throw new KrakenFieldError("'timestamp' is no time")
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [number, number, number, number, number, number]
  if (!isDate(year, month, day) || hour > 23 || minute > 59 || second > 60) throw new KrakenFieldError(`'timestamp' ${match[0]} is no time`)
  const fractionUs = Number((match[7] ?? '').padEnd(US_DIGITS, '0').slice(0, US_DIGITS))
  const us = (dayOf(year, month, day) * DAY_S + hour * 3_600 + minute * 60 + second) * US_PER_S + fractionUs
  if (us < 0 || !Number.isSafeInteger(us)) throw new KrakenFieldError(`'timestamp' ${match[0]} is no time since 1970 or too far away`)
  return epochUs(us)
}
