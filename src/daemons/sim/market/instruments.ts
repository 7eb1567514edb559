import type { Instrument } from '../../../lib/model/instrument.ts'
import { statusOf } from '../spot/texts.ts'
import { filterTexts, type SymbolLimits } from '../trading/filters.ts'
import type { Product } from './recording-line.ts'

const MAX_STEPS = 900_000_000_000
const QUOTES = ['USDT', 'USDC', 'FDUSD', 'TUSD', 'BUSD', 'USD', 'EUR', 'TRY', 'BTC', 'ETH', 'BNB']

const splitAssets = (symbol: string): { readonly baseAsset: string; readonly quoteAsset: string } => {
  const quoteAsset = QUOTES.find((quote) => symbol.endsWith(quote) && symbol.length > quote.length) ?? symbol.slice(-3)
  return { baseAsset: symbol.slice(0, symbol.length - quoteAsset.length) || symbol, quoteAsset }
}

/** Rules of a symbol whose price and quantity step are powers of ten. */
export const decimalInstrument = (symbol: string, priceDecimals: number, qtyDecimals: number): Instrument => ({
  symbol,
  venue: 'sim',
  ...splitAssets(symbol),
  status: 'trading',
  priceDecimals,
  tickUnits: 1,
  qtyDecimals,
  lotUnits: 1,
  minPriceTicks: 1,
  maxPriceTicks: 100_000_000,
  minQtyLots: 1,
  maxQtyLots: MAX_STEPS,
  minNotional: '5',
  maxNotional: '9000000',
})

const KNOWN: Readonly<Record<string, Instrument>> = {
  BTCUSDT: decimalInstrument('BTCUSDT', 2, 5),
  ETHUSDT: decimalInstrument('ETHUSDT', 2, 4),
}

/** Mid price and size scale that a synthetic market starts with: whole quote units, and lots worth 60,000 quote. */
const MID_QUOTE: Readonly<Record<string, number>> = { BTCUSDT: 60_000, ETHUSDT: 3_000 }
const DEFAULT_MID_QUOTE = 100

export const knownInstrument = (symbol: string): Instrument => KNOWN[symbol] ?? decimalInstrument(symbol, 4, 4)

/** Where a synthetic market of the instrument starts. */
export const startScale = ({ symbol, priceDecimals, qtyDecimals }: Instrument): { readonly midTicks: number; readonly unitLots: number } => {
  const mid = MID_QUOTE[symbol] ?? DEFAULT_MID_QUOTE
  return { midTicks: mid * 10 ** priceDecimals, unitLots: Math.round((60_000 / mid) * 10 ** qtyDecimals) }
}

const placesOf = (text: string): number => {
  const [, fraction = ''] = text.split('.')
  return fraction.replace(/0+$/, '').length
}

/** Finest steps in price and quantity texts; a spot symbol of the built-in table keeps its own. */
export const inferInstrument = (
  { symbol, product }: { readonly symbol: string; readonly product: Product },
  prices: Iterable<string>,
  quantities: Iterable<string>,
): Instrument => {
  const known = product === 'spot' ? KNOWN[symbol] : undefined
  if (known !== undefined) return known
  const finest = (texts: Iterable<string>): number => [...texts].reduce((most, text) => Math.max(most, placesOf(text)), 0)
  return decimalInstrument(symbol, finest(prices), finest(quantities))
}

/** One entry of the venue's list of symbols. */
export const symbolInfo = (instrument: Instrument, limits: SymbolLimits & { readonly isClosed?: boolean } = {}): Record<string, unknown> => ({
  symbol: instrument.symbol,
  status: statusOf(limits.isClosed),
  baseAsset: instrument.baseAsset,
  baseAssetPrecision: 8,
  quoteAsset: instrument.quoteAsset,
  quotePrecision: 8,
  quoteAssetPrecision: 8,
  baseCommissionPrecision: 8,
  quoteCommissionPrecision: 8,
  orderTypes: ['LIMIT', 'LIMIT_MAKER', 'MARKET', 'STOP_LOSS', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT', 'TAKE_PROFIT_LIMIT'],
  icebergAllowed: true,
  ocoAllowed: true,
  otoAllowed: true,
  opoAllowed: true,
  quoteOrderQtyMarketAllowed: true,
  allowTrailingStop: true,
  cancelReplaceAllowed: true,
  amendAllowed: true,
  pegInstructionsAllowed: true,
  isSpotTradingAllowed: true,
  isMarginTradingAllowed: false,
  filters: filterTexts(instrument, limits),
  permissions: [],
  permissionSets: [['SPOT']],
  defaultSelfTradePreventionMode: 'NONE',
  allowedSelfTradePreventionModes: ['NONE', 'EXPIRE_TAKER', 'EXPIRE_MAKER', 'EXPIRE_BOTH', 'DECREMENT', 'TRANSFER'],
})
