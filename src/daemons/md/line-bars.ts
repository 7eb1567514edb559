import { toMoney } from '../../lib/base/money.ts'
import { US_PER_MS } from '../../lib/base/time.ts'
import type { BarEnded, Trade } from '../../lib/contracts/market.ts'
import type { BarSpec } from '../../lib/model/bar-spec.ts'
import { type Bar, BarBuilder } from '../../lib/model/bars.ts'

/** A trade may be this much later than the one before it, and still counts to the bar of its own time. */
const GRACE_US = 250 * US_PER_MS

/** The bars of one symbol. Time bars follow the venue's clock, which runs on from the last trade. */
export class LineBars {
  readonly #symbol: string
  readonly #builders: readonly BarBuilder[]
  #tradedUs = 0
  #heardUs = 0

  constructor(symbol: string, specs: readonly BarSpec[]) {
    this.#symbol = symbol
    this.#builders = specs.map((spec) => new BarBuilder(spec))
  }

  /** Trades between the last and the next did not come. */
  miss(): void {
    for (const builder of this.#builders) builder.miss()
  }

  /** Takes a trade that came at `nowUs`; returns the bars that it ended. */
  trade({ price, qty, side, eventUs }: Trade, nowUs: number): BarEnded[] {
    if (this.#builders.length === 0) return []
    this.#tradedUs = eventUs
    this.#heardUs = nowUs
    const trade = { eventUs, side, price: toMoney(price), qty: toMoney(qty) }
    return this.#builders.flatMap((builder) => this.#ended(builder, builder.trade(trade)))
  }

  /** Returns the time bars that are over at `nowUs`, whether or not anybody traded since. */
  advance(nowUs: number): BarEnded[] {
    const venueUs = this.#tradedUs + (nowUs - this.#heardUs) - GRACE_US
    return this.#builders.flatMap((builder) => this.#ended(builder, builder.advance(venueUs)))
  }

  #ended({ spec }: BarBuilder, bars: readonly Bar[]): BarEnded[] {
    return bars.map((bar) => ({ symbol: this.#symbol, spec: spec.text, ...bar }))
  }
}
