const NS_DIGITS_BELOW_US = 3
const DATA_MARK = '"data":'

/** What is traded: coins, or futures that are settled in USD. */
export type Product = 'spot' | 'usdm'

/** Price and size as the venue wrote them. */
export type Level = readonly [string, string]

export interface DepthEvent {
  readonly e: 'depthUpdate'
  readonly s: string
  readonly E: number
  /** Futures only: when the book changed. */
  readonly T?: number
  readonly U: number
  readonly u: number
  /** Futures only: the id of the diff before. */
  readonly pu?: number
  readonly b: readonly Level[]
  readonly a: readonly Level[]
}

export interface TradeEvent {
  readonly e: 'trade'
  readonly s: string
  readonly t?: number
  readonly T?: number
  readonly p: string
  readonly q: string
  readonly m: boolean
}

export interface TickerEvent {
  readonly e?: 'bookTicker'
  readonly s: string
  readonly u: number
  readonly b: string
  readonly B: string
  readonly a: string
  readonly A: string
}

/** Data of a public event as the venue wrote it. */
export type RecordedEvent = DepthEvent | TradeEvent | TickerEvent

/** The REST snapshot of a recording; it does not name its symbol. */
export interface RecordedSnapshot {
  readonly lastUpdateId: number
  /** Futures only: when it was made. */
  readonly E?: number
  readonly bids: readonly Level[]
  readonly asks: readonly Level[]
}

/** What tells the events of futures from those of spot, by kind of event. */
const MARKS: Readonly<Record<string, (event: object) => boolean>> = {
  depthUpdate: (event) => 'pu' in event,
  trade: (event) => 'X' in event,
  aggTrade: (event) => !('M' in event),
  bookTicker: () => true,
  markPriceUpdate: () => true,
  forceOrder: () => true,
}

/** Whose event it is, as its own words show. */
export const productOf = (event: RecordedEvent): Product => (event.e !== undefined && MARKS[event.e]?.(event) === true ? 'usdm' : 'spot')

/** A line of a recording: the receive time, and the frame exactly as it came. */
export type RecordingLine =
  | { readonly atUs: number; readonly text: string; readonly stream: string; readonly event: RecordedEvent }
  | { readonly atUs: number; readonly text: string; readonly snapshot: RecordedSnapshot }

/** When a line was received, microseconds. */
export const lineUs = (line: string): number => Number(line.slice(0, line.indexOf(' ') - NS_DIGITS_BELOW_US))

/** The bare event inside a combined frame, byte for byte. */
export const rawText = (wrapped: string): string => wrapped.slice(wrapped.indexOf(DATA_MARK) + DATA_MARK.length, -1)

/** Null for a line of something else, such as another stream. */
export const parseLine = (line: string): RecordingLine | null => {
  const text = line.slice(line.indexOf(' ') + 1)
  const value = JSON.parse(text) as { stream?: string; data?: RecordedEvent } & Partial<RecordedSnapshot>
  const atUs = lineUs(line)
  if (value.stream !== undefined && typeof value.data?.s === 'string') return { atUs, text, stream: value.stream, event: value.data }
  const { lastUpdateId, bids, asks, E } = value
  if (lastUpdateId === undefined || bids === undefined || asks === undefined) return null
  return { atUs, text, snapshot: { lastUpdateId, bids, asks, ...(E === undefined ? {} : { E }) } }
}
