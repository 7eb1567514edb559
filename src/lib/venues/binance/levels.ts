import type { Instrument } from '../../model/instrument.ts'
import { publicLots, publicTicks } from '../../model/public-level.ts'
import { FieldError, listOf } from './fields.ts'

const shown = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing'))

const counted = (count: number, text: unknown): number => {
  if (Number.isNaN(count)) throw new FieldError(`'${shown(text).slice(0, 40)}' is no whole number of steps`)
  return count
}

/** A price text as ticks, 0 or more; throws a FieldError when it is no decimal or off the tick. */
export const ticksOf = (text: unknown, instrument: Instrument): number => counted(typeof text === 'string' ? publicTicks(instrument, text) : Number.NaN, text)

/** A size text as lots, 0 or more; throws a FieldError when it is no decimal. */
export const lotsOf = (text: unknown, instrument: Instrument): number => counted(typeof text === 'string' ? publicLots(instrument, text) : Number.NaN, text)

/** A list of `[price, qty]` as ticks, lots, ticks, lots ... */
export const levelsOf = (value: unknown, instrument: Instrument): number[] => {
  const levels = listOf(value, 'levels')
  const flat = new Array<number>(2 * levels.length)
  let at = 0
  for (const level of levels) {
    if (!Array.isArray(level)) throw new FieldError("'level' is no list")
    const ticks = ticksOf(level[0], instrument)
    if (ticks === 0) throw new FieldError("'price' is zero")
    flat[at] = ticks
    flat[at + 1] = lotsOf(level[1], instrument)
    at += 2
  }
  return flat
}
