import fc from 'fast-check'
import t from 'tap'
import { Book } from '../../../src/lib/model/book.ts'
import { binanceUsdmMarket } from '../../../src/lib/venues/binance/market.ts'
import { checksumOf } from '../../../src/lib/venues/kraken/checksum.ts'
import { printedInstrument } from '../../../src/lib/venues/kraken/instruments.ts'
import { krakenMarket } from '../../../src/lib/venues/kraken/market.ts'
import { exchangeInfo, marketTexts } from '../../kit/market-texts.ts'
import { type MdBench, mdBench } from '../../kit/md-core.ts'
import { levelsOf } from '../../kit/true-market.ts'

type Change = { readonly side: 'buy' | 'sell'; readonly distance: number; readonly lots: number }
type Action =
  | { readonly type: 'diff'; readonly changes: readonly Change[]; readonly fate: 'arrive' | 'drop' | 'twice' | 'late' }
  | { readonly type: 'answer'; readonly back: number }
  | { readonly type: 'wait'; readonly us: number }

const change: fc.Arbitrary<Change> = fc.record({
  side: fc.constantFrom('buy' as const, 'sell' as const),
  distance: fc.integer({ min: 1, max: 12 }),
  lots: fc.integer({ min: 0, max: 5 }),
})
const fate = fc.oneof(
  { weight: 12, arbitrary: fc.constant('arrive' as const) },
  { weight: 3, arbitrary: fc.constantFrom('drop' as const, 'twice' as const, 'late' as const) },
)
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ type: fc.constant('diff' as const), changes: fc.array(change, { minLength: 1, maxLength: 4 }), fate }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('answer' as const), back: fc.nat(6) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('wait' as const), us: fc.integer({ min: 1_000, max: 400_000 }) }) },
)

type Sides = { readonly buy: ReadonlyArray<readonly [number, number]>; readonly sell: ReadonlyArray<readonly [number, number]> }
const ticksOf = ({ side, distance }: Change): number => (side === 'buy' ? 100 - distance : 100 + distance)

/** A market whose books are remembered by id; what it says of them is left to its venue. */
abstract class Market {
  readonly book = new Book()
  readonly history = new Map<number, Sides>()
  id = 1_000
  #late: string | null = null

  constructor() {
    this.book.set('buy', 90, 5)
    this.book.set('sell', 110, 5)
    this.remember()
  }

  remember(): void {
    this.history.set(this.id, { buy: levelsOf(this.book, 'buy'), sell: levelsOf(this.book, 'sell') })
  }

  abstract diff(changes: readonly Change[]): string
  abstract answer(bench: MdBench, back: number): void

  act(bench: MdBench, action: Action): void {
    if (action.type === 'wait') bench.advance(action.us)
    else if (action.type === 'answer') this.answer(bench, action.back)
    else {
      for (const one of action.changes) this.book.set(one.side, ticksOf(one), one.lots)
      const text = this.diff(action.changes)
      this.remember()
      const late = this.#late
      this.#late = action.fate === 'late' ? text : null
      if (action.fate === 'arrive' || action.fate === 'twice') bench.text(text)
      if (action.fate === 'twice') bench.text(text)
      if (late !== null) bench.text(late)
    }
  }

  /** The levels that were touched, as they now are. */
  touched(side: 'buy' | 'sell', changes: readonly Change[]): [number, number][] {
    const ticks = new Set(changes.filter((one) => one.side === side).map(ticksOf))
    return [...ticks].map((price) => [price, this.book.lotsOf(side, price)])
  }
}

/** Ids jump by chance, and each diff names the one before. */
class Futures extends Market {
  diff(changes: readonly Change[]): string {
    const before = this.id
    const first = before + 1 + (changes.length % 3)
    this.id = first + changes.length
    const text = marketTexts.diff({ ids: [first, this.id], bids: this.touched('buy', changes), asks: this.touched('sell', changes) })
    return text.replace(`"u":${this.id}`, `"u":${this.id},"pu":${before}`)
  }

  answer(bench: MdBench, back: number): void {
    if (bench.openRequests().length === 0) return
    const ids = [...this.history.keys()]
    const id = ids.at(-1 - Math.min(back, ids.length - 1)) ?? 0
    const sides = this.history.get(id)
    bench.answer(marketTexts.snapshot(id, sides?.buy ?? [], sides?.sell ?? []))
  }
}

const btcusd = printedInstrument('BTC-USD', { price: 1, qty: 8 })

/** No ids: the stream's own book, and a checksum in every message. */
class Checked extends Market {
  text(kind: 'snapshot' | 'update', sides: Sides): string {
    if (btcusd === null) throw new Error('no instrument')
    const levels = (side: Sides['buy']) => side.map(([ticks, lots]) => `{"price":${(ticks / 10).toFixed(1)},"qty":${(lots / 1e8).toFixed(8)}}`).join(',')
    const checksum = checksumOf(this.book, btcusd)
    return `{"channel":"book","type":"${kind}","data":[{"symbol":"BTC/USD","bids":[${levels(sides.buy)}],"asks":[${levels(sides.sell)}],"checksum":${checksum}}]}`
  }

  diff(changes: readonly Change[]): string {
    this.id += 1
    return this.text('update', { buy: this.touched('buy', changes), sell: this.touched('sell', changes) })
  }

  /** Control messages are answered; a new subscription brings the book. */
  answer(bench: MdBench): void {
    for (const { text } of bench.take('socket.send')) {
      const { method, req_id: id } = JSON.parse(text) as { method: string; req_id: number }
      bench.text(`{"method":"${method}","req_id":${id},"success":true}`)
      if (method === 'subscribe') bench.text(this.text('snapshot', { buy: levelsOf(this.book, 'buy'), sell: levelsOf(this.book, 'sell') }))
    }
  }
}

const calm: readonly Action[] = Array.from({ length: 14 }, (_, round) => [
  { type: 'wait', us: 500_000 } as const,
  { type: 'answer', back: 0 } as const,
  { type: 'diff', changes: [{ side: 'buy', distance: 3, lots: 1 + (round % 3) }], fate: 'arrive' } as const,
]).flat()

/** Books that a whole market has had, as texts: a valid book is one of them, and the last in the end. */
const prove = (open: () => { readonly market: Market; readonly bench: MdBench; readonly symbol: string; isTrue(): boolean }) => {
  let validCount = 0
  fc.assert(
    fc.property(fc.array(action, { minLength: 20, maxLength: 100 }), (actions) => {
      const { market, bench, symbol, isTrue } = open()
      const line = bench.state.lines.get(symbol)
      for (const one of [...actions, ...calm]) {
        market.act(bench, one)
        if (bench.openRequests().length > 1) return false
        if (line?.state !== 'valid') continue
        validCount += 1
        if (!isTrue()) return false
      }
      return line?.state === 'valid'
    }),
    { numRuns: 80 },
  )
  return validCount
}

const sidesOf = (book: Book): string => JSON.stringify({ buy: levelsOf(book, 'buy'), sell: levelsOf(book, 'sell') })

t.test('by the rule of futures a book is the true one or not valid, whatever is lost, repeated, late or stale', async (t) => {
  const count = prove(() => {
    const bench = mdBench({ backoffMaxMs: 400, channels: ['book'] }, { venue: binanceUsdmMarket() })
    bench.give({ type: 'start', epoch: 1 })
    bench.answer(exchangeInfo('BTCUSDT'))
    bench.give({ type: 'socket.opened', socketId: bench.socketId() })
    const market = new Futures()
    const line = bench.state.lines.get('BTCUSDT')
    const isTrue = (): boolean => line !== undefined && sidesOf(line.book) === JSON.stringify(market.history.get(line.updateId))
    return { market, bench, symbol: 'BTCUSDT', isTrue }
  })
  t.ok(count > 1_000, `${count} times valid`)
})

t.test('by checksums a book has the true best ten levels or is not valid, whatever is lost, repeated or late', async (t) => {
  const count = prove(() => {
    const pairs = { error: [], result: { X: { wsname: 'XBT/USD', pair_decimals: 1, lot_decimals: 8 } } }
    const bench = mdBench({ symbols: ['BTC-USD'], backoffMaxMs: 400, channels: ['book'] }, { venue: krakenMarket(1_000) })
    bench.give({ type: 'start', epoch: 1 })
    bench.answer(JSON.stringify(pairs))
    bench.give({ type: 'socket.opened', socketId: bench.socketId() })
    const market = new Checked()
    const seen = new Set<number>()
    const line = bench.state.lines.get('BTC-USD')
    const isTrue = (): boolean => {
      if (btcusd === null || line === undefined) return false
      for (const { buy, sell } of market.history.values()) seen.add(topOf(buy, sell))
      return seen.has(checksumOf(line.book, btcusd))
    }
    return { market, bench, symbol: 'BTC-USD', isTrue }
  })
  t.ok(count > 1_000, `${count} times valid`)
})

const topOf = (buy: Sides['buy'], sell: Sides['sell']): number => {
  const book = new Book()
  for (const [ticks, lots] of buy) book.set('buy', ticks, lots)
  for (const [ticks, lots] of sell) book.set('sell', ticks, lots)
  return btcusd === null ? 0 : checksumOf(book, btcusd)
}
