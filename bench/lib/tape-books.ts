import type { Buffer } from 'node:buffer'
import { Book } from '../../src/lib/model/book.ts'
import { FrameScanner } from '../../src/lib/venues/binance/frame-scan.ts'
import { levelsOf } from '../../src/lib/venues/binance/levels.ts'
import { type MarketTape, tapeInstrument } from './market-tape.ts'

type Pair = readonly [number, number]
type Texts = readonly [string, string][]

/** A book that is kept from the bytes of frames. */
export interface TapeBook {
  load(snapshot: MarketTape['snapshot']): void
  apply(frame: Buffer): void
  /** Best levels of a side, best first. */
  top(side: 'bids' | 'asks', count: number): Pair[]
}

interface Sides {
  readonly b: Texts
  readonly a: Texts
}

const instruments = new Map([['BTCUSDT', tapeInstrument]])
const scanner = new FrameScanner()

const parsed = (frame: Buffer): Sides => (JSON.parse(frame.toString()) as { readonly data: Sides }).data

export const ourBook = (): TapeBook => {
  const book = new Book()
  return {
    load: ({ bids, asks }) => {
      book.load('buy', levelsOf(bids, tapeInstrument))
      book.load('sell', levelsOf(asks, tapeInstrument))
    },
    apply: (frame) => {
      const diff = scanner.scan(frame, instruments)
      if (diff?.type !== 'diff') throw new Error('no diff')
      book.setAll('buy', diff.bids)
      book.setAll('sell', diff.asks)
    },
    top: (side, count) => {
      const of = side === 'bids' ? 'buy' : 'sell'
      return Array.from({ length: Math.min(count, book.count(of)) }, (_, level) => [book.ticksAt(of, level), book.lotsAt(of, level)] as const)
    },
  }
}

interface TardisBook {
  update(change: { isSnapshot: boolean; bids: object[]; asks: object[] }): void
  bids(): Iterable<{ price: number; amount: number }>
  asks(): Iterable<{ price: number; amount: number }>
}

interface CcxtSide extends Array<[number, number]> {
  storeArray(delta: Pair): void
}

/** As the books here count: a rest of a lot is one more. */
const stepsOf = (price: number, amount: number): Pair => [Math.round(price * 100), Math.ceil(amount * 100_000 - 0.001)]

const peersFolder = new URL('../peers/node_modules/', import.meta.url)
const load = async (path: string): Promise<Record<string, unknown>> => (await import(new URL(path, peersFolder).href)) as Record<string, unknown>

const sized = (levels: Texts) => levels.map(([price, amount]) => ({ price: Number(price), amount: Number(amount) }))

/** tardis-dev's book, fed as its own mapper of Binance feeds it. */
export const tardisBook = async (): Promise<() => TapeBook> => {
  const { OrderBook } = (await load('tardis-dev/dist/orderbook.js')) as { OrderBook: new () => TardisBook }
  return () => {
    const book = new OrderBook()
    return {
      load: ({ bids, asks }) => book.update({ isSnapshot: true, bids: sized(bids), asks: sized(asks) }),
      apply: (frame) => {
        const { b, a } = parsed(frame)
        book.update({ isSnapshot: false, bids: sized(b), asks: sized(a) })
      },
      top: (side, count) => [...book[side]()].slice(0, count).map(({ price, amount }) => stepsOf(price, amount)),
    }
  }
}

/** ccxt's book, fed as its own reader of Binance's deltas feeds it. */
export const ccxtBook = async (): Promise<() => TapeBook> => {
  const { OrderBook } = (await load('ccxt/js/src/base/ws/OrderBook.js')) as { OrderBook: new (snapshot: object) => Record<'bids' | 'asks', CcxtSide> }
  const store = (side: CcxtSide, levels: Texts): void => {
    for (const [price, amount] of levels) side.storeArray([Number.parseFloat(price), Number.parseFloat(amount)])
  }
  return () => {
    const book = new OrderBook({})
    const apply = (bids: Texts, asks: Texts): void => {
      store(book.bids, bids)
      store(book.asks, asks)
    }
    return {
      load: ({ bids, asks }) => apply(bids, asks),
      apply: (frame) => {
        const { b, a } = parsed(frame)
        apply(b, a)
      },
      top: (side, count) => book[side].slice(0, count).map(([price, amount]) => stepsOf(price, amount)),
    }
  }
}
