import { fromLine } from '../../codec/json.ts'
import type { Instrument } from '../../model/instrument.ts'
import { isBestFirst } from '../../model/level-order.ts'
import { isControlId } from '../event-rules.ts'
import type { ControlAnswer, Garbled, MarketEvent } from '../market.ts'
import { type Fields, fieldsOf, KrakenFieldError, listOf, reasonOf, textOf } from './fields.ts'
import { printedInstrument, symbolOf } from './instruments.ts'
import { secondsUs } from './times.ts'
import { checksumIn, levelsOf } from './values.ts'

const utf8 = new TextDecoder()
const TIME = 2
/** Price of the first level of a whole book. */
const WHOLE = /^\[\d+,\{"[ab]s":\[\["([\d.]{1,40})"/
const PAIR = /"([^"]{1,40})"\]$/
const ENDS_BYTES = 96

const entryOf = (value: unknown): readonly [unknown, unknown] => {
  const [price, qty] = listOf(value, 'level')
  return [price, qty]
}

/** The newest time among the levels of a message. */
const timeOf = (lists: readonly unknown[]) =>
  secondsUs(lists.flatMap((list) => listOf(list, 'levels').map((level) => listOf(level, 'level')[TIME])).at(-1) ?? '0')

/** A message of the first version: `[channel, part, ..., name, pair]`; the parts of a book may come as two. */
const bookOf = (parts: readonly unknown[], instrument: Instrument): MarketEvent => {
  const fields: Fields = Object.assign({}, ...parts.map((part) => fieldsOf(part, 'part')))
  const isWhole = fields.as !== undefined || fields.bs !== undefined
  const [bids = [], asks = []] = isWhole ? [fields.bs, fields.as] : [fields.b, fields.a]
  const sides = { bids: levelsOf(bids, instrument, entryOf), asks: levelsOf(asks, instrument, entryOf) }
  const common = { symbol: instrument.symbol, checksum: checksumIn(fields.c), eventUs: timeOf([bids, asks]), ...sides }
  if (!isWhole) return { type: 'diff', firstId: 0, lastId: 0, prevId: null, ...common }
  if (!isBestFirst(sides)) throw new KrakenFieldError('the levels are not best first')
  return { type: 'book', ...common }
}

const partsOf = (value: unknown): { readonly pair: string; readonly parts: readonly unknown[] } | null => {
  if (!Array.isArray(value)) return null
  const [name, pair] = value.slice(-2)
  return typeof name === 'string' && name.startsWith('book-') ? { pair: textOf(pair, 'pair'), parts: value.slice(1, -2) } : null
}

/** The answer to a subscription; each of its pairs brings one. */
const answerOf = (value: unknown): ControlAnswer | null => {
  if (Array.isArray(value)) return null
  const { event, reqid: id, status, errorMessage, pair } = fieldsOf(value, 'message')
  if (event !== 'subscriptionStatus' || !isControlId(id)) return null
  const about = typeof pair === 'string' ? { symbol: symbolOf(pair) } : {}
  return { type: 'answered', id, ...about, problem: status === 'error' ? reasonOf(errorMessage) : null }
}

/** Reads one frame of the first version of the interface, as old recordings have it: books and answers; all else is passed over. */
export const readFirstFrame = (bytes: Uint8Array, instruments: ReadonlyMap<string, Instrument>): MarketEvent | Garbled => {
  const parsed = fromLine(utf8.decode(bytes))
  if (!parsed.ok) return { type: 'garbled', reason: parsed.error }
  try {
    const book = partsOf(parsed.value)
    if (book === null) return answerOf(parsed.value) ?? { type: 'ignored' }
    const instrument = instruments.get(symbolOf(book.pair))
    if (instrument === undefined) throw new KrakenFieldError(`'${book.pair.slice(0, 40)}' is no known symbol`)
    return bookOf(book.parts, instrument)
  } catch (error) {
    if (error instanceof KrakenFieldError) return { type: 'garbled', reason: error.message }
    throw error
  }
}

/** What the first book of a pair shows: the steps of its levels, and the decimals that its prices are printed with. */
export interface Inferred {
  readonly instrument: Instrument
  readonly printedDecimals: number
}

/** Decimals of a price as it is printed. */
const decimalsOf = (text: string): number => (text.includes('.') ? text.length - 1 - text.indexOf('.') : 0)
const significant = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)

/** The instrument behind the levels of a book; null for any other frame. Prices are printed with more zeros than their steps need. */
export const inferInstrument = (text: string): Inferred | null => {
  const parsed = fromLine(text)
  const book = parsed.ok ? partsOf(parsed.value) : null
  if (book === null) return null
  const levels = Object.values(fieldsOf(book.parts[0], 'part')).flatMap((list) => (Array.isArray(list) ? list : []))
  const prices = levels.map((level) => String(listOf(level, 'level')[0]))
  const [first] = levels
  if (first === undefined) return null
  const price = Math.max(...prices.map((text) => decimalsOf(significant(text))))
  const instrument = printedInstrument(symbolOf(book.pair), { price, qty: decimalsOf(String(listOf(first, 'level')[1])) })
  return instrument === null ? null : { instrument, printedDecimals: decimalsOf(prices[0] ?? '') }
}

/** Symbol of a whole book, and the decimals that its prices are printed with; null for any other frame. */
export const printedDecimals = (bytes: Uint8Array): { readonly symbol: string; readonly decimals: number } | null => {
  const price = WHOLE.exec(utf8.decode(bytes.subarray(0, ENDS_BYTES)))?.[1]
  const pair = PAIR.exec(utf8.decode(bytes.subarray(-ENDS_BYTES)))?.[1]
  return price === undefined || pair === undefined ? null : { symbol: symbolOf(pair), decimals: decimalsOf(price) }
}
