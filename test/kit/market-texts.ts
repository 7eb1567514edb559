import type { Instrument } from '../../src/lib/model/instrument.ts'

/** Rules of BTCUSDT as the recordings have them. */
export const btcusdt: Instrument = {
  symbol: 'BTCUSDT',
  venue: 'binance',
  baseAsset: 'BTC',
  quoteAsset: 'USDT',
  status: 'trading',
  priceDecimals: 2,
  tickUnits: 1,
  qtyDecimals: 5,
  lotUnits: 1,
  minPriceTicks: 1,
  maxPriceTicks: 100_000_000,
  minQtyLots: 1,
  maxQtyLots: 900_000_000,
  minNotional: '5',
  maxNotional: '9000000',
}

const encoder = new TextEncoder()

/** A frame as it arrives. */
export const utf8Bytes = (text: string): Uint8Array => encoder.encode(text)

const entryOf = (symbol: string) => ({
  symbol,
  status: 'TRADING',
  baseAsset: symbol.slice(0, 3),
  quoteAsset: symbol.slice(3),
  filters: [
    { filterType: 'PRICE_FILTER', minPrice: '0.01', maxPrice: '1000000', tickSize: '0.01' },
    { filterType: 'LOT_SIZE', minQty: '0.00001', maxQty: '9000', stepSize: '0.00001' },
    { filterType: 'NOTIONAL', minNotional: '5', maxNotional: '9000000' },
  ],
})

/** Levels as [ticks, lots]. */
export type Levels = ReadonlyArray<readonly [number, number]>

const decimal = (units: number, places: number): string => {
  const text = String(units).padStart(places + 1, '0')
  return `${text.slice(0, -places)}.${text.slice(-places).padEnd(8, '0')}`
}

const price = (ticks: number): string => decimal(ticks, 2)
const qty = (lots: number): string => decimal(lots, 5)
const pairs = (levels: Levels) => levels.map(([ticks, lots]) => [price(ticks), qty(lots)])
const wrapped = (stream: string, data: object): string => JSON.stringify({ stream, data })

/** Ids of a diff, first and last, and the levels that it sets. */
type Change = { readonly ids: readonly [number, number]; readonly bids?: Levels; readonly asks?: Levels; readonly eventMs?: number }

/** What the venue writes about one symbol, from ticks and lots. */
export const textsOf = (symbol: string) => {
  const stream = symbol.toLowerCase()
  return {
    snapshot: (lastUpdateId: number, bids: Levels, asks: Levels): string => JSON.stringify({ lastUpdateId, bids: pairs(bids), asks: pairs(asks) }),
    diff: ({ ids: [U, u], bids = [], asks = [], eventMs: E = 1_700_000_000_000 }: Change): string =>
      wrapped(`${stream}@depth@100ms`, { e: 'depthUpdate', E, s: symbol, U, u, b: pairs(bids), a: pairs(asks) }),
    trade: (tradeId: number, ticks: number, lots: number): string => {
      const [E, T] = [1_700_000_000_001, 1_700_000_000_000]
      return wrapped(`${stream}@trade`, { e: 'trade', E, s: symbol, t: tradeId, p: price(ticks), q: qty(lots), T, m: true, M: true })
    },
    ticker: (updateId: number, bid: readonly [number, number], ask: readonly [number, number]): string =>
      wrapped(`${stream}@bookTicker`, { u: updateId, s: symbol, b: price(bid[0]), B: qty(bid[1]), a: price(ask[0]), A: qty(ask[1]) }),
  }
}

/** The rules of some symbols as the venue lists them. */
export const exchangeInfo = (...symbols: readonly string[]): string => JSON.stringify({ symbols: symbols.map(entryOf) })

export const marketTexts = textsOf('BTCUSDT')
