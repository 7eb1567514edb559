import { type Instrument, priceText, qtyText } from '../../../lib/model/instrument.ts'
import type { Side } from '../../../lib/model/order.ts'
import type { MarketRequest } from '../../../lib/venues/market.ts'
import type { Dialect, FrameKind } from './dialect.ts'
import { Inference } from './inference.ts'
import { readRecordedLine } from './recorded-line.ts'
import type { Reference } from './reference.ts'

const STREAM_MARK = 's'.charCodeAt(0)
const SNAPSHOT_MARK = 'l'.charCodeAt(0)
const AT = '@'.charCodeAt(0)
const DEPTH_MARK = 'd'.charCodeAt(0)
/** Where the name of a stream begins, and how far its `@` may be. */
const NAME_AT = '{"stream":"'.length
const NAME_BYTES_MAX = 40

interface Frame {
  readonly data?: {
    readonly e?: string
    readonly s?: string
    readonly p?: string
    readonly q?: string
    readonly b?: Levels | string
    readonly a?: Levels | string
  }
  readonly lastUpdateId?: number
  readonly bids?: Levels
  readonly asks?: Levels
}
type Levels = ReadonlyArray<readonly [string, string]>

const kindOf = (frame: Uint8Array): FrameKind => {
  if (frame[2] === SNAPSHOT_MARK) return 'snapshot'
  if (frame[2] !== STREAM_MARK) return 'other'
  const at = frame.subarray(NAME_AT, NAME_AT + NAME_BYTES_MAX).indexOf(AT)
  return at >= 0 && frame[NAME_AT + at + 1] === DEPTH_MARK ? 'diff' : 'other'
}

/** A line that is no JSON is reported when it is played, with its number. */
const frameOf = (text: string): Frame => {
  try {
    return JSON.parse(text) as Frame
  } catch {
    return {}
  }
}

/** Prices and sizes of a frame; a snapshot does not name its symbol, so it tells of the only one. */
const levelsOf = ({ data, bids, asks }: Frame, only: string): { readonly symbol: string; readonly levels: Levels }[] => {
  const symbol = data?.s ?? only
  const trade: Levels = data?.p !== undefined && data.q !== undefined ? [[data.p, data.q]] : []
  return [data?.b, data?.a, bids, asks, trade].flatMap((levels) => (Array.isArray(levels) && symbol !== '' ? { symbol, levels } : []))
}

const infer = (venue: string, texts: readonly string[]): Instrument[] => {
  const inference = new Inference(venue)
  const frames = texts.map(frameOf)
  const symbols = new Set(frames.flatMap(({ data }) => data?.s ?? []))
  const [only = ''] = symbols.size === 1 ? symbols : []
  for (const { symbol, levels } of frames.flatMap((frame) => levelsOf(frame, only))) {
    for (const [price, qty] of levels) inference.note(symbol, price, qty)
  }
  return inference.instruments()
}

const instrumentEntry = (instrument: Instrument) => ({
  symbol: instrument.symbol,
  status: 'TRADING',
  contractType: 'PERPETUAL',
  baseAsset: instrument.baseAsset,
  quoteAsset: instrument.quoteAsset,
  filters: [
    {
      filterType: 'PRICE_FILTER',
      minPrice: priceText(instrument, instrument.minPriceTicks),
      maxPrice: priceText(instrument, instrument.maxPriceTicks),
      tickSize: priceText(instrument, 1),
    },
    {
      filterType: 'LOT_SIZE',
      minQty: qtyText(instrument, instrument.minQtyLots),
      maxQty: qtyText(instrument, instrument.maxQtyLots),
      stepSize: qtyText(instrument, 1),
    },
    { filterType: 'NOTIONAL', minNotional: instrument.minNotional, maxNotional: instrument.maxNotional },
  ],
})

const levelsText = ({ book, instrument }: Reference, side: Side, maxCount: number): string => {
  const levels: string[] = []
  const count = Math.min(maxCount, book.count(side))
  for (let level = 0; level < count; level++) {
    levels.push(`["${priceText(instrument, book.ticksAt(side, level))}","${qtyText(instrument, book.lotsAt(side, level))}"]`)
  }
  return `[${levels.join(',')}]`
}

const paramOf = ({ params }: MarketRequest, wanted: string): string | null => {
  const param = params.find(([name]) => name === wanted)
  return param === undefined ? null : String(param[1])
}

const snapshotBody = (reference: Reference, updateId: number, request: MarketRequest): string => {
  const maxCount = Number(paramOf(request, 'limit') ?? 100)
  return `{"lastUpdateId":${updateId},"bids":${levelsText(reference, 'buy', maxCount)},"asks":${levelsText(reference, 'sell', maxCount)}}`
}

const snapshotSymbol = (request: MarketRequest): string | null => (request.path.endsWith('/depth') ? paramOf(request, 'symbol') : null)

const dialect = (venue: string, claims: (text: string) => boolean): Dialect => ({
  venue,
  stream: null,
  channels: null,
  readLine: readRecordedLine,
  claims,
  kindOf,
  infer: (frames) => infer(venue, frames),
  instrumentsBody: (instruments) => JSON.stringify({ symbols: instruments.map(instrumentEntry) }),
  snapshotSymbol,
  snapshotBody,
})

/** Binance Spot, whose events have no transaction time of their own. */
export const binanceDialect = dialect('binance', (text) => /"e":"depthUpdate"/.test(text) && !/"pu":\d/.test(text))
/** Binance USD-M futures, whose diffs name the one before. */
export const usdmDialect = dialect('binance-usdm', (text) => /"e":"depthUpdate"/.test(text) && /"pu":\d/.test(text))
