import { fail, ok, type Result } from '../../base/result.ts'
import { fromLine } from '../../codec/json.ts'
import { fromInfo } from '../../contracts/instrument-info.ts'
import type { Instrument } from '../../model/instrument.ts'
import type { MarketAnswer, MarketRefusal } from '../market.ts'
import { type Fields, fieldsOf, KrakenFieldError, textOf } from './fields.ts'

const UNLIMITED = '999999999999999999'
const SYMBOL = /^[A-Z0-9_-]{1,32}$/
/** Old names of assets that the newer interface spells as everybody does. */
const ASSETS: Readonly<Record<string, string>> = { XBT: 'BTC', XDG: 'DOGE' }

const DECIMALS_MAX = 9
const isDecimals = (count: number): boolean => Number.isInteger(count) && count >= 0 && count <= DECIMALS_MAX
const stepText = (decimals: number): string => (decimals === 0 ? '1' : `0.${'1'.padStart(decimals, '0')}`)

const modern = (asset: string): string => (Object.hasOwn(ASSETS, asset) ? (ASSETS[asset] ?? asset) : asset)

const ancient = (asset: string): string => Object.entries(ASSETS).find(([, name]) => name === asset)?.[0] ?? asset

/** `BTC/USD` here is `BTC-USD`: a slash is no part of a topic; old names of assets become those that everybody uses. */
export const symbolOf = (pair: string): string => pair.split('/').map(modern).join('-')
export const pairOf = (symbol: string): string => symbol.replace('-', '/')
/** The pair as the first version of the interface calls it: `XBT/USD`. */
export const firstPairOf = (symbol: string): string => symbol.split('-').map(ancient).join('/')

/** An instrument whose steps are the decimals that the venue prints: its checksums are made of them. */
export const printedInstrument = (symbol: string, decimals: { readonly price: number; readonly qty: number }): Instrument | null => {
  if (![decimals.price, decimals.qty].every(isDecimals)) return null
  const [baseAsset = '', quoteAsset = ''] = symbol.split('-')
  const [tickSize, lotSize] = [stepText(decimals.price), stepText(decimals.qty)]
  const limits = { minPrice: tickSize, maxPrice: UNLIMITED, minQty: lotSize, maxQty: UNLIMITED, minNotional: '0', maxNotional: '0' }
  const instrument = fromInfo({ symbol, venue: 'kraken', baseAsset, quoteAsset, status: 'trading', tickSize, lotSize, ...limits })
  return instrument.ok && SYMBOL.test(symbol) ? instrument.value : null
}

const withRules = (instrument: Instrument, pair: Fields): Instrument => {
  const minQty = typeof pair.ordermin === 'string' ? pair.ordermin : '0'
  const lots = Math.ceil(Number(minQty) * 10 ** instrument.qtyDecimals)
  const status = pair.status === undefined || pair.status === 'online' ? 'trading' : 'halted'
  const minNotional = typeof pair.costmin === 'string' ? pair.costmin : '0'
  return { ...instrument, status, minQtyLots: Number.isSafeInteger(lots) && lots > 0 ? lots : 1, minNotional }
}

const instrumentOf = (value: unknown): Instrument[] => {
  const pair = fieldsOf(value, 'pair')
  const { wsname, pair_decimals: price, lot_decimals: qty } = pair
  if (typeof wsname !== 'string' || typeof price !== 'number' || typeof qty !== 'number') return []
  const instrument = printedInstrument(symbolOf(wsname), { price, qty })
  return instrument === null ? [] : [withRules(instrument, pair)]
}

const refused = (reason: string): { readonly ok: false; readonly error: MarketRefusal } => fail({ reason, pauseUs: 0 })

/** Instruments in an answer of `AssetPairs`. */
export const readInstruments = (answer: MarketAnswer): Result<readonly Instrument[], MarketRefusal> => {
  if (!answer.ok) return refused(answer.reason)
  if (answer.status !== 200) return refused(`status ${answer.status}: ${answer.body.slice(0, 100)}`)
  const parsed = fromLine(answer.body)
  if (!parsed.ok) return refused(parsed.error)
  try {
    const { error, result } = fieldsOf(parsed.value, 'answer')
    if (Array.isArray(error) && error.length > 0) return refused(textOf(error[0], 'error').slice(0, 100))
    return ok(Object.values(fieldsOf(result, 'result')).flatMap(instrumentOf))
  } catch (error) {
    if (error instanceof KrakenFieldError) return refused(error.message)
    throw error
  }
}
