import process from 'node:process'
import { createInterface } from 'node:readline'
import { messageOf } from '../base/errors.ts'

/** A process of its own: the library's memory and its loops stay out of md. `node ccxt-worker.ts ID MODULE`; NDJSON both ways. */

interface Market {
  readonly symbol: string
  readonly base: string
  readonly quote: string
  readonly active?: boolean
  readonly precision: { readonly price?: number; readonly amount?: number }
  readonly limits?: { readonly amount?: { readonly min?: number } }
}

type Level = readonly [number, number]

interface Client {
  readonly precisionMode: number
  loadMarkets(): Promise<Readonly<Record<string, Market>>>
  watchOrderBook(symbol: string, limit: number): Promise<{ readonly timestamp?: number; readonly bids: readonly Level[]; readonly asks: readonly Level[] }>
  watchTrades(
    symbol: string,
  ): Promise<ReadonlyArray<{ readonly id?: string; readonly timestamp?: number; readonly price: number; readonly amount: number; readonly side: string }>>
  watchTicker(symbol: string): Promise<{ readonly bid?: number; readonly bidVolume?: number; readonly ask?: number; readonly askVolume?: number }>
}

interface Known {
  readonly unified: string
  readonly priceDecimals: number
  readonly qtyDecimals: number
}

const TICK_SIZE_MODE = 4
const LEVELS = 50
const DECIMALS_MAX = 9
const UNLIMITED = '999999999999999999'
const RETRY_MS = 1_000

const say = (record: object): void => void process.stdout.write(`${JSON.stringify(record)}\n`)

/** Decimals of a step, or the decimals themselves, as the library gives them. */
const decimalsOf = (precision: number | undefined, mode: number): number => {
  if (precision === undefined) return 8
  if (mode !== TICK_SIZE_MODE) return Math.min(DECIMALS_MAX, precision)
  const text = precision.toFixed(DECIMALS_MAX).replace(/0+$/, '')
  return text.length - text.indexOf('.') - 1
}

const stepText = (decimals: number): string => (decimals === 0 ? '1' : `0.${'1'.padStart(decimals, '0')}`)

const isStep = (text: string): boolean => /^[A-Z0-9_-]{1,32}$/.test(text)

class Helper {
  readonly #client: Client
  readonly #venue: string
  readonly #known = new Map<string, Known>()

  constructor(client: Client, venue: string) {
    this.#client = client
    this.#venue = venue
  }

  async instruments(): Promise<object[]> {
    const markets = Object.values(await this.#client.loadMarkets())
    return markets.flatMap((market) => {
      const symbol = market.symbol.replace(/[/:]/g, '-')
      if (!isStep(symbol)) return []
      const priceDecimals = decimalsOf(market.precision.price, this.#client.precisionMode)
      const qtyDecimals = decimalsOf(market.precision.amount, this.#client.precisionMode)
      this.#known.set(symbol, { unified: market.symbol, priceDecimals, qtyDecimals })
      const [tickSize, lotSize] = [stepText(priceDecimals), stepText(qtyDecimals)]
      const limits = { minPrice: tickSize, maxPrice: UNLIMITED, minQty: lotSize, maxQty: UNLIMITED, minNotional: '0', maxNotional: '0' }
      const status = market.active === false ? 'halted' : 'trading'
      return [{ symbol, venue: this.#venue, baseAsset: market.base, quoteAsset: market.quote, status, tickSize, lotSize, ...limits }]
    })
  }

  /** Watches one stream until the process ends; a failure is tried again after a while. */
  async follow(stream: string): Promise<void> {
    const [kind = '', symbol = ''] = stream.split(':')
    if (this.#known.size === 0) await this.instruments()
    const known = this.#known.get(symbol)
    const watch = this.#watches[kind]
    if (known === undefined || watch === undefined) throw new Error(`stream '${stream}' is unknown`)
    for (;;) {
      try {
        for (const record of await watch(known)) say({ ...record, symbol })
      } catch (error) {
        process.stderr.write(`${stream}: ${messageOf(error)}\n`)
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
      }
    }
  }

  readonly #watches: Readonly<Record<string, (known: Known) => Promise<object[]>>> = {
    book: async (known) => {
      const { timestamp, bids, asks } = await this.#client.watchOrderBook(known.unified, LEVELS)
      const texts = (levels: readonly Level[]) => levels.slice(0, LEVELS).map(([price, qty]) => [this.#price(known, price), this.#qty(known, qty)])
      return [{ type: 'book', eventMs: timestamp ?? 0, bids: texts(bids), asks: texts(asks) }]
    },
    trade: async (known) => {
      const trades = await this.#client.watchTrades(known.unified)
      return trades.map(({ id, timestamp, price, amount, side }) => {
        const tradeId = /^\d{1,15}$/.test(id ?? '') ? Number(id) : 0
        return { type: 'trade', eventMs: timestamp ?? 0, tradeId, price: this.#price(known, price), qty: this.#qty(known, amount), side }
      })
    },
    ticker: async (known) => {
      const { bid = 0, bidVolume = 0, ask = 0, askVolume = 0 } = await this.#client.watchTicker(known.unified)
      const [bidQty, askQty] = [this.#qty(known, bidVolume), this.#qty(known, askVolume)]
      return [{ type: 'ticker', bid: this.#price(known, bid), bidQty, ask: this.#price(known, ask), askQty }]
    },
  }

  #price({ priceDecimals }: Known, price: number): string {
    return price.toFixed(priceDecimals)
  }

  #qty({ qtyDecimals }: Known, qty: number): string {
    return qty.toFixed(qtyDecimals)
  }
}

const answer = async (helper: Helper, line: string): Promise<void> => {
  const { method, id, streams = [] } = JSON.parse(line) as { method: string; id: number; streams?: string[] }
  if (method === 'instruments') say({ type: 'result', id, body: JSON.stringify(await helper.instruments()) })
  else {
    if (method === 'subscribe') for (const stream of streams) helper.follow(stream).catch((error: unknown) => process.stderr.write(`${messageOf(error)}\n`))
    say({ type: 'answered', id })
  }
}

const [, , id = '', module = 'ccxt'] = process.argv
type Library = { readonly pro?: Readonly<Record<string, new (options: object) => Client>>; readonly default?: Library }
const library = (await import(module)) as Library
const Venue = library.pro?.[id] ?? library.default?.pro?.[id]
if (Venue === undefined) {
  process.stderr.write(`venue '${id}' is unknown to ccxt\n`)
  process.exit(78)
}
const helper = new Helper(new Venue({ newUpdates: true }), `ccxt:${id}`)
const lines = createInterface({ input: process.stdin })
lines.on('line', (line) => {
  answer(helper, line).catch((error: unknown) => process.stderr.write(`${messageOf(error)}\n`))
})
lines.on('close', () => process.exit(0))
