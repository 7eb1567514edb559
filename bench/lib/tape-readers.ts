import type { Buffer } from 'node:buffer'
import { FrameScanner } from '../../src/lib/venues/binance/frame-scan.ts'
import { tapeInstrument } from './market-tape.ts'

type Texts = readonly [string, string][]
type Values = Readonly<Record<string, string>> & { readonly e?: string; readonly b: Texts; readonly a: Texts }

/** Reads the prices and sizes of frames into memory of its own; the next frame overwrites them. */
export interface TapeReader {
  /** How many numbers the frame has. */
  read(frame: Buffer): number
  /** The numbers of the frame that was read last, in whole steps. */
  steps(): number[]
}

const PRICE_UNITS = 100
const QTY_UNITS = 100_000
const ROUNDING = 0.001
const NUMBERS_MAX = 65_536

const instruments = new Map([['BTCUSDT', tapeInstrument]])

/** The reader of the daemons. */
export const scanReader = (): TapeReader => {
  const scanner = new FrameScanner()
  let last: ReturnType<FrameScanner['scan']> = null
  return {
    read: (frame) => {
      last = scanner.scan(frame, instruments)
      if (last?.type === 'diff') return last.bids.length + last.asks.length
      if (last?.type === 'trade') return 2
      if (last?.type === 'ticker') return 4
      throw new Error(`no market data: ${frame.toString()}`)
    },
    steps: () => {
      if (last?.type === 'diff') return [...Array.from(last.bids), ...Array.from(last.asks)]
      if (last?.type === 'trade') return [last.priceTicks, last.qtyLots]
      return last?.type === 'ticker' ? [last.bidTicks, last.bidLots, last.askTicks, last.askLots] : []
    },
  }
}

/** What a reader of texts does: JSON, and a double of every price and size. */
export const jsonReader = (): TapeReader => {
  const into = new Float64Array(NUMBERS_MAX)
  let count = 0
  const add = (price: string, qty: string): void => {
    into[count] = Number.parseFloat(price)
    into[count + 1] = Number.parseFloat(qty)
    count += 2
  }
  const addAll = (levels: Texts): void => {
    for (const [price, qty] of levels) add(price, qty)
  }
  return {
    read: (frame) => {
      const { data } = JSON.parse(frame.toString()) as { readonly data: Values }
      count = 0
      if (data.e === 'depthUpdate') {
        addAll(data.b)
        addAll(data.a)
      } else if (data.e === 'trade') add(data['p'] ?? '', data['q'] ?? '')
      else {
        add(String(data.b), data['B'] ?? '')
        add(String(data.a), data['A'] ?? '')
      }
      return count
    },
    steps: () =>
      Array.from(into.subarray(0, count), (value, index) => (index % 2 === 0 ? Math.round(value * PRICE_UNITS) : Math.ceil(value * QTY_UNITS - ROUNDING))),
  }
}
