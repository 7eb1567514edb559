import { parseUnits } from '../base/decimal.ts'
import { lots, ticks } from '../base/units.ts'
import type { ToRunner } from '../contracts/runner.ts'
import type { RingStateView, RingSymbol, RingTickerView } from '../ports/ring.ts'
import type { Quote } from './strategy.ts'

/** Code of a valid book in the ring's state records: the position in init, syncing, valid, stale. */
const VALID_CODE = 2

interface Entry {
  quote: Quote | null
  valid: boolean
  /** Ring position of the record that last told whether the book is valid; -1 before the first. */
  toldAt: number
}

type Snapshot = Extract<ToRunner, { type: 'snapshot' }>

const toQuote = (snapshot: Snapshot, symbol: RingSymbol): Quote | null => {
  if (snapshot.bid === null || snapshot.ask === null) return null
  const price = (text: string) => ticks(parseUnits(text, symbol.priceDecimals) / symbol.tickUnits)
  const qty = (text: string) => lots(parseUnits(text, symbol.qtyDecimals) / symbol.lotUnits)
  return { bidTicks: price(snapshot.bid[0]), bidLots: qty(snapshot.bid[1]), askTicks: price(snapshot.ask[0]), askLots: qty(snapshot.ask[1]) }
}

/** Best bid and ask per symbol, hidden while the symbol's book is not valid. */
export class Quotes {
  private readonly entries = new Map<string, Entry>()

  private entry(symbol: string): Entry {
    const known = this.entries.get(symbol) ?? { quote: null, valid: false, toldAt: -1 }
    this.entries.set(symbol, known)
    return known
  }

  get(symbol: string): Quote | null {
    const entry = this.entries.get(symbol)
    return entry?.valid === true ? entry.quote : null
  }

  setTicker(symbol: string, view: RingTickerView): void {
    this.entry(symbol).quote = { bidTicks: view.bidTicks, bidLots: view.bidLots, askTicks: view.askTicks, askLots: view.askLots }
  }

  /** A book record is written only from a valid book. */
  setBook(symbol: string, position: number): void {
    Object.assign(this.entry(symbol), { valid: true, toldAt: position })
  }

  setState(symbol: string, view: Pick<RingStateView, 'code' | 'position'>): void {
    Object.assign(this.entry(symbol), { valid: view.code === VALID_CODE, toldAt: view.position })
  }

  /** Only fills in what the ring has not shown yet, or has shown before the snapshot. */
  setSnapshot(snapshot: Snapshot, symbol: RingSymbol | undefined): void {
    const entry = this.entry(snapshot.symbol)
    if (symbol === undefined || snapshot.ringPosition <= entry.toldAt) return
    entry.quote ??= toQuote(snapshot, symbol)
    entry.valid = entry.quote !== null
  }

  clear(): void {
    this.entries.clear()
  }
}
