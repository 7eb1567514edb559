import { msToUs } from '../../lib/base/time.ts'
import type { MonoUs } from '../../lib/base/units.ts'
import { type BarEnded, BOOK_REASONS, BOOK_STATES, type Orderbook, type Ticker, type Trade } from '../../lib/contracts/market.ts'
import { type MarketPlane, marketTopic } from '../../lib/contracts/topology.ts'
import { priceText, qtyText } from '../../lib/model/instrument.ts'
import type { Side } from '../../lib/model/order.ts'
import type { BestPrices, News, PublicTrade } from '../../lib/venues/market.ts'
import type { MdOut } from './events.ts'
import { isBeyond } from './horizon.ts'
import { knownCount } from './known-levels.ts'
import type { Conflated, Line } from './line.ts'
import { sampleTop } from './samples.ts'
import type { Step } from './state.ts'

const SHOWN_LEVELS = 20

type RingRecord = Extract<MdOut, { type: `ring.${string}` }>

const bids = new Float64Array(2 * SHOWN_LEVELS)
const asks = new Float64Array(2 * SHOWN_LEVELS)

const write = ({ state, emit }: Step, record: RingRecord): void => {
  state.ringWritten = true
  emit(record)
}

const publish = ({ state, emit }: Step, { symbol }: Line, message: { plane: MarketPlane; kind: string; body: unknown }): void => {
  state.messages += 1
  const correlationId = `md-${state.epoch}-${state.messages}`
  emit({ type: 'publish', topic: marketTopic(symbol, message.plane), kind: message.kind, body: message.body, correlationId })
}

const levelTexts = ({ book, instrument }: Line, side: Side, maxCount: number): [string, string][] => {
  const levels: [string, string][] = []
  const count = Math.min(maxCount, book.count(side))
  for (let level = 0; level < count; level++) {
    levels.push([priceText(instrument, book.ticksAt(side, level)), qtyText(instrument, book.lotsAt(side, level))])
  }
  return levels
}

/** The known levels among the best `maxCount`: a level beyond them may hide others. */
const knownTexts = (line: Line, side: Side, maxCount: number): [string, string][] => {
  let count = Math.min(maxCount, line.book.count(side))
  while (count > 0 && isBeyond(line.known, side, line.book.ticksAt(side, count - 1))) count -= 1
  return levelTexts(line, side, count)
}

/** The book of a symbol as it travels: at most `maxCount` known levels a side, or all of them with those beyond the horizon. */
export const orderbookOf = (line: Line, maxCount: number, texts = levelTexts): Orderbook => ({
  symbol: line.symbol,
  updateId: line.updateId,
  state: line.state,
  eventUs: line.eventUs,
  bids: texts(line, 'buy', maxCount),
  asks: texts(line, 'sell', maxCount),
})

const tickerOf = ({ symbol, instrument }: Line, best: BestPrices, receivedUs: number): Ticker => ({
  symbol,
  updateId: best.updateId,
  bid: priceText(instrument, best.bidTicks),
  bidQty: qtyText(instrument, best.bidLots),
  ask: priceText(instrument, best.askTicks),
  askQty: qtyText(instrument, best.askLots),
  receivedUs,
})

const isDue = ({ state, nowUs }: Step, { publishedUs }: Conflated<unknown>): boolean => nowUs - publishedUs >= msToUs(state.config.publishEveryMs)

const publishBook = (step: Step, line: Line): void => {
  line.shownBook.publishedUs = step.nowUs
  line.shownBook.waiting = null
  publish(step, line, { plane: 'orderbook', kind: 'orderbook', body: orderbookOf(line, SHOWN_LEVELS, knownTexts) })
}

const publishTicker = (step: Step, line: Line, best: BestPrices): void => {
  line.shownTicker.publishedUs = step.nowUs
  line.shownTicker.waiting = null
  publish(step, line, { plane: 'ticker', kind: 'ticker', body: tickerOf(line, best, step.nowUs) })
}

const publishBookSoon = (step: Step, line: Line): void => {
  line.shownBook.waiting = true
  if (isDue(step, line.shownBook)) publishBook(step, line)
}

const publishBars = (step: Step, line: Line, bars: readonly BarEnded[]): void => {
  for (const body of bars) {
    publish(step, line, { plane: `bars.${body.spec}`, kind: 'bar', body })
    step.emit({ type: 'series.add', row: { table: 'bars', row: body } })
  }
}

/** What waits of a line and is due goes out. */
const flushLine = (step: Step, line: Line): void => {
  const { shownBook, shownTicker } = line
  publishBars(step, line, line.bars.advance(step.nowUs))
  sampleTop(step, line)
  if (shownBook.waiting !== null && isDue(step, shownBook)) publishBook(step, line)
  if (shownTicker.waiting !== null && isDue(step, shownTicker)) publishTicker(step, line, shownTicker.waiting)
}

export const outgoing = {
  /** The state of a line changed. */
  state: (step: Step, line: Line): void => {
    const { symbol, state, sinceUs, reason, updateId: id, eventUs, receivedMonoUs } = line
    const head = { symbol, id, eventUs, receivedMonoUs }
    write(step, { type: 'ring.state', ...head, code: BOOK_STATES.indexOf(state), sinceUs, reason: BOOK_REASONS.indexOf(reason) })
    publish(step, line, { plane: 'state', kind: 'state', body: { symbol, state, sinceUs, reason } })
    step.emit({ type: 'series.add', row: { table: 'states', row: { symbol, atUs: step.nowUs, state, reason } } })
    if (line.everValid) publishBookSoon(step, line)
  },
  /** A valid book changed. */
  book: (step: Step, line: Line): void => {
    const { symbol, book, updateId: id, eventUs, receivedMonoUs } = line
    const bidCount = knownCount(line, 'buy', { levels: bids, count: book.top('buy', bids) })
    const askCount = knownCount(line, 'sell', { levels: asks, count: book.top('sell', asks) })
    write(step, { type: 'ring.book', symbol, id, eventUs, receivedMonoUs, bids, bidCount, asks, askCount })
    publishBookSoon(step, line)
  },
  ticker: (step: Step, line: Line, { best, receivedMonoUs }: { readonly best: BestPrices; readonly receivedMonoUs: MonoUs }): void => {
    const { symbol, updateId: id, bidTicks, bidLots, askTicks, askLots } = best
    write(step, { type: 'ring.ticker', symbol, id, eventUs: step.nowUs, receivedMonoUs, bidTicks, bidLots, askTicks, askLots })
    line.shownTicker.waiting = best
    if (isDue(step, line.shownTicker)) publishTicker(step, line, best)
  },
  trade: (step: Step, line: Line, { trade, receivedMonoUs }: { readonly trade: PublicTrade; readonly receivedMonoUs: MonoUs }): void => {
    const { symbol, tradeId, priceTicks, qtyLots, aggressor, eventUs } = trade
    write(step, { type: 'ring.trade', symbol, id: tradeId, eventUs, receivedMonoUs, priceTicks, qtyLots, aggressor })
    const { instrument } = line
    const body: Trade = { symbol, tradeId, price: priceText(instrument, priceTicks), qty: qtyText(instrument, qtyLots), side: aggressor, eventUs }
    publish(step, line, { plane: 'trades', kind: 'trade', body })
    publishBars(step, line, line.bars.trade(body, step.nowUs))
  },
  news: (step: Step, line: Line, { plane, kind, body }: News): void => publish(step, line, { plane, kind, body }),
  flush: (step: Step): void => {
    for (const line of step.state.lines.values()) flushLine(step, line)
  },
}
