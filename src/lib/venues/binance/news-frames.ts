import { formatMoney, parseMoney, toMoney } from '../../base/money.ts'
import { fromMs } from '../../base/time.ts'
import { type EpochUs, EVENT_MS_MAX } from '../../base/units.ts'
import type { Instrument } from '../../model/instrument.ts'
import type { News } from '../market.ts'
import { decimalOf, wordOf } from './field-values.ts'
import { FieldError, type Fields, fieldsOf, textOf, wholeOf } from './fields.ts'

type Read = (data: Fields, instrument: Instrument) => News

const SIDES = { BUY: 'buy', SELL: 'sell' } as const

const timeOf = (fields: Fields, name: string): EpochUs => {
  const ms = wholeOf(fields, name)
  if (ms < 0 || ms > EVENT_MS_MAX) throw new FieldError(`'${name}' ${ms} is no time in milliseconds`)
  return fromMs(ms)
}

/** A share that may be negative; empty where a contract pays none. */
const shareOf = (fields: Fields, name: string): string => {
  const text = textOf(fields, name)
  const amount = parseMoney(text === '' ? '0' : text)
  if (amount === null) throw new FieldError(`'${name}' is no share`)
  return formatMoney(amount)
}

const countOf = (fields: Fields, name: string): number => {
  const count = wholeOf(fields, name)
  if (count < 0) throw new FieldError(`'${name}' ${count} is negative`)
  return count
}

const markOf: Read = (data, { symbol }) => ({
  type: 'news',
  symbol,
  plane: 'marks',
  kind: 'mark',
  body: {
    symbol,
    mark: decimalOf(data, 'p'),
    index: decimalOf(data, 'i'),
    fundingRatio: shareOf(data, 'r'),
    nextFundingUs: timeOf(data, 'T'),
    eventUs: timeOf(data, 'E'),
  },
})

const liquidationOf: Read = (data, { symbol }) => {
  const order = fieldsOf(data.o, 'o')
  return {
    type: 'news',
    symbol,
    plane: 'liquidations',
    kind: 'liquidation',
    body: {
      symbol,
      side: wordOf(SIDES, order, 'S'),
      price: decimalOf(order, 'p'),
      averagePrice: decimalOf(order, 'ap'),
      qty: decimalOf(order, 'q'),
      eventUs: timeOf(order, 'T'),
    },
  }
}

const isBetween = (price: string, low: string, high: string): boolean => toMoney(low) <= toMoney(price) && toMoney(price) <= toMoney(high)

const klineOf: Read = (data, { symbol }) => {
  const bar = fieldsOf(data.k, 'k')
  const interval = textOf(bar, 'i')
  if (!/^\d{1,2}[smhdwM]$/.test(interval)) throw new FieldError(`'${interval.slice(0, 40)}' is no interval`)
  if (typeof bar.x !== 'boolean') throw new FieldError("'x' is no truth value")
  const [open, high, low, close] = [decimalOf(bar, 'o'), decimalOf(bar, 'h'), decimalOf(bar, 'l'), decimalOf(bar, 'c')]
  if (![open, close].every((price) => isBetween(price, low, high))) throw new FieldError('the bar is not between its low and its high')
  const times = { openUs: timeOf(bar, 't'), closeUs: timeOf(bar, 'T'), eventUs: timeOf(data, 'E') }
  if (times.closeUs < times.openUs) throw new FieldError('the bar ends before it begins')
  const body = { symbol, interval, ...times, open, high, low, close, volume: decimalOf(bar, 'v'), trades: countOf(bar, 'n'), closed: bar.x }
  return { type: 'news', symbol, plane: `klines.${interval}`, kind: 'kline', body }
}

/** Readers of news by the venue's name of the event. */
export const NEWS: Readonly<Record<string, Read>> = { markPriceUpdate: markOf, forceOrder: liquidationOf, kline: klineOf }
