import { parseMoney } from '../base/money.ts'
import { usToMs } from '../base/time.ts'
import type { BarSpec } from '../model/bar-spec.ts'
import { type Bar, BarBuilder } from '../model/bars.ts'

/** Fields of a trade record, as they came. */
type Fields = Readonly<Record<string, unknown>>

const textField = (fields: Fields, name: string): string => (typeof fields[name] === 'string' ? (fields[name] as string) : '')

/** Bars of many symbols from trade records, as the records that users see. */
export class BarStream {
  readonly #spec: BarSpec
  readonly #builders = new Map<string, BarBuilder>()
  #seq = 0

  constructor(spec: BarSpec) {
    this.#spec = spec
  }

  /** Takes one trade; returns the bars that it ended, or null when it lacks a field that a bar needs. */
  trade(record: Fields): object[] | null {
    const [price, qty] = [parseMoney(textField(record, 'price')), parseMoney(textField(record, 'qty'))]
    const { eventUs, side } = record
    const symbol = textField(record, 'symbol')
    const isSide = side === 'buy' || side === 'sell'
    if (price === null || qty === null || symbol === '' || typeof eventUs !== 'number' || !Number.isSafeInteger(eventUs) || !isSide) return null
    const builder = this.#builders.get(symbol) ?? new BarBuilder(this.#spec)
    this.#builders.set(symbol, builder)
    return this.#records(symbol, builder.trade({ eventUs, price, qty, side }))
  }

  /** Ends every open bar, whole or not. */
  end(): object[] {
    return [...this.#builders].flatMap(([symbol, builder]) => this.#records(symbol, builder.end()))
  }

  #records(symbol: string, bars: readonly Bar[]): object[] {
    return bars.map((bar) => {
      this.#seq += 1
      return { v: 1, type: 'bar', ts: usToMs(bar.closeUs), seq: this.#seq, symbol, spec: this.#spec.text, ...bar }
    })
  }
}
