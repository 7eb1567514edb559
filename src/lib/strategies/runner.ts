import { type Histogram, histogram } from '../base/histogram.ts'
import type { MonoUs } from '../base/units.ts'
import type { FromRunner, ToRunner } from '../contracts/runner.ts'
import type { RingBookView, RingReader, RingSymbol, RingTickerView, RingTradeView, RingView, RingVisitor } from '../ports/ring.ts'
import { Ledger } from './ledger.ts'
import { Quotes } from './quotes.ts'
import type { Strategy, StrategyContext, WantedOrder } from './strategy.ts'

/** What a runner may touch: two clocks, timers and the way back to its daemon. */
export interface RunnerPorts {
  nowUs(): number
  monoUs(): MonoUs
  after(delayUs: number, fn: () => void): void
  post(message: FromRunner): void
}

/** Drives one strategy from ring records and messages; the same in a worker thread and in a world. */
export interface Runner {
  readonly visitor: RingVisitor
  receive(message: ToRunner): void
  /** A ring was opened; `previous` is closed and still has its counts. */
  attached(reader: RingReader, previous: RingReader | undefined): void
  /** Reports counts and hops; due once a second. */
  report(reader: RingReader | undefined): void
}

interface Totals {
  deliveredSlots: number
  lostSlots: number
  spanSlots: number
  overruns: number
}

const addCounts = (totals: Totals, reader: RingReader | undefined): Totals => {
  if (reader === undefined) return totals
  const lost = reader.lost()
  return {
    deliveredSlots: totals.deliveredSlots + reader.delivered(),
    lostSlots: totals.lostSlots + lost.slots,
    spanSlots: totals.spanSlots + reader.position() - reader.firstPosition(),
    overruns: totals.overruns + lost.overruns,
  }
}

class StrategyRunner implements Runner {
  readonly visitor: RingVisitor
  private readonly strategy: Strategy
  private readonly params: unknown
  private readonly ports: RunnerPorts
  private readonly ledger = new Ledger()
  private readonly quotes = new Quotes()
  private readonly context: StrategyContext
  private symbols: RingSymbol[] = []
  private reader: RingReader | undefined
  private past: Totals = { deliveredSlots: 0, lostSlots: 0, spanSlots: 0, overruns: 0 }
  private hops: Histogram = histogram()
  private records = 0
  private begun = false
  private nowUs = 0
  private causeMonoUs: number | null = null
  private idPrefix = ''
  private lastIntent = 0

  constructor(strategy: Strategy, params: unknown, ports: RunnerPorts) {
    this.strategy = strategy
    this.params = params
    this.ports = ports
    this.visitor = {
      onTicker: (view) => this.show(view, () => this.onTicker(view)),
      onTrade: (view) => this.show(view, () => this.onTrade(view)),
      onBook: (view) => this.show(view, () => this.onBook(view)),
      onState: (view) => this.show(view, () => this.quotes.setState(this.symbolAt(view.symbolIndex), view)),
      onOverrun: () => this.startOver(),
    }
    this.context = this.makeContext()
  }

  private makeContext(): StrategyContext {
    const runner = this
    return {
      get strategyId() {
        return runner.ledger.strategyId
      },
      nowUs: () => this.nowUs,
      instrument: (symbol) => this.symbols.find((entry) => entry.symbol === symbol) ?? null,
      quote: (symbol) => this.quotes.get(symbol),
      position: (symbol) => this.ledger.position(symbol, this.instrument(symbol)),
      openOrders: (symbol) => this.ledger.openOrders(symbol),
      submit: (order) => this.submit(order),
      cancel: (intentId) => this.ports.post({ type: 'cancel', intentId }),
      signal: (symbol, signal, intentId) => this.ports.post({ type: 'signal', symbol, signal, ...(intentId === undefined ? {} : { intentId }) }),
      setTimer: (id, afterUs) => this.ports.after(afterUs, () => this.run(() => this.strategy.onTimer?.(id, this.context))),
    }
  }

  private instrument(symbol: string): RingSymbol | undefined {
    return this.symbols.find((entry) => entry.symbol === symbol)
  }

  private symbolAt(index: number): string {
    if (this.symbols[index] === undefined) this.symbols = this.reader?.symbols() ?? this.symbols
    return this.symbols[index]?.symbol ?? ''
  }

  /** Everything that calls into the strategy goes through here: it sets the time and sees errors. */
  private run(callback: () => void): void {
    this.nowUs = this.ports.nowUs()
    if (!this.begun) return
    callback()
  }

  private show(view: RingView, callback: () => void): void {
    this.records += 1
    this.hops.record(Math.max(0, Math.round(this.ports.monoUs() - view.publishedMonoUs)))
    this.nowUs = this.ports.nowUs()
    this.causeMonoUs = view.receivedMonoUs
    callback()
    this.causeMonoUs = null
  }

  private onTicker(view: RingTickerView): void {
    const symbol = this.symbolAt(view.symbolIndex)
    this.quotes.setTicker(symbol, view)
    if (this.begun) this.strategy.onTicker?.(view, symbol, this.context)
  }

  private onTrade(view: RingTradeView): void {
    if (this.begun) this.strategy.onTrade?.(view, this.symbolAt(view.symbolIndex), this.context)
  }

  private onBook(view: RingBookView): void {
    const symbol = this.symbolAt(view.symbolIndex)
    this.quotes.setBook(symbol, view.position)
    if (this.begun) this.strategy.onBook?.(view, symbol, this.context)
  }

  private submit(order: WantedOrder): string {
    this.lastIntent += 1
    const intentId = `${this.idPrefix}${this.lastIntent}`
    const request = this.ledger.request(intentId, order, { instrument: this.instrument(order.symbol), causeMonoUs: this.causeMonoUs })
    this.ports.post({ type: 'submit', request })
    return intentId
  }

  /** Nothing that was seen so far is to be trusted. */
  private startOver(): void {
    this.quotes.clear()
    for (const { symbol } of this.symbols) this.ports.post({ type: 'snapshot.wanted', symbol })
  }

  readonly attached = (reader: RingReader, previous: RingReader | undefined): void => {
    this.past = addCounts(this.past, previous)
    this.reader = reader
    this.symbols = reader.symbols()
    this.ports.post({ type: 'attached', symbols: this.symbols.map(({ symbol }) => symbol), ringEpoch: reader.epoch })
    this.startOver()
  }

  readonly report = (reader: RingReader | undefined): void => {
    const hops = this.hops
    this.hops = histogram()
    this.ports.post({ type: 'stats', stats: { ...addCounts(this.past, reader), records: this.records, hopCounts: hops.counts(), hopSumUs: hops.sum } })
  }

  readonly receive = (message: ToRunner): void => {
    this.run(() => undefined)
    const handlers: { readonly [Type in ToRunner['type']]: (of: Extract<ToRunner, { type: Type }>) => void } = {
      begin: (begin) => this.begin(begin),
      order: ({ order }) => {
        this.ledger.setOrder(order)
        this.run(() => this.strategy.onOrder?.(order, this.context))
      },
      fill: ({ fill, position }) => {
        this.ledger.setPosition(fill.symbol, position)
        this.run(() => this.strategy.onFill?.(fill, this.context))
      },
      refused: ({ intentId, code }) => {
        this.ledger.remove(intentId)
        this.run(() => this.strategy.onRefused?.(intentId, code, this.context))
      },
      snapshot: (snapshot) => this.quotes.setSnapshot(snapshot, this.instrument(snapshot.symbol)),
    }
    ;(handlers[message.type] as (of: ToRunner) => void)(message)
  }

  private begin(message: Extract<ToRunner, { type: 'begin' }>): void {
    if (this.begun) return
    this.ledger.begin(message.strategyId, message.positions)
    this.idPrefix = `${message.strategyId}-${message.epoch}-`
    this.begun = true
    this.strategy.start(this.context, this.params)
  }
}

export const createRunner = (strategy: Strategy, params: unknown, ports: RunnerPorts): Runner => new StrategyRunner(strategy, params, ports)
