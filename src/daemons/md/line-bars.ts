import { toMoney } from '../../lib/base/money.ts'
import { US_PER_MS, US_PER_S } from '../../lib/base/time.ts'
import type { BarEnded, Trade } from '../../lib/contracts/market.ts'
import type { BarSpec } from '../../lib/model/bar-spec.ts'
import { type Bar, BarBuilder } from '../../lib/model/bars.ts'

/** Streams may be this far apart: a trade can come after another event of a later time. */
const GRACE_US = 250 * US_PER_MS
/** A symbol is quiet when nothing of it came for so long: only then the host's clock says how late it is at the venue. */
const QUIET_US = 5 * US_PER_S

/** The bars of one symbol. Its events tell the venue's time, and that ends time bars; a trade that comes even later corrects them. */
export class LineBars {
  readonly #symbol: string
  readonly #builders: readonly BarBuilder[]
  #venueUs = 0
  #heardUs = 0

  constructor(symbol: string, specs: readonly BarSpec[]) {
    this.#symbol = symbol
    this.#builders = specs.map((spec) => new BarBuilder(spec))
  }

  /** Trades between the last and the next did not come. */
  miss(): void {
    for (const builder of this.#builders) builder.miss()
  }

  /** An event of the symbol came at `nowUs`; `eventUs` 0: the venue gave it no time. */
  hear(eventUs: number, nowUs: number): void {
    if (eventUs > 0) this.#venueUs = eventUs
    this.#heardUs = nowUs
  }

  /** Takes a trade that came at `nowUs`; returns the bars that it ended. */
  trade({ price, qty, side, eventUs }: Trade, nowUs: number): BarEnded[] {
    if (this.#builders.length === 0) return []
    this.hear(eventUs, nowUs)
    const trade = { eventUs, side, price: toMoney(price), qty: toMoney(qty) }
    return this.#builders.flatMap((builder) => this.#ended(builder, builder.trade(trade)))
  }

  /** Returns the time bars that are over by the venue's time, whether or not anybody traded since. */
  advance(nowUs: number): BarEnded[] {
    const silentUs = nowUs - this.#heardUs
    const venueUs = this.#venueUs + (silentUs < QUIET_US ? 0 : silentUs) - GRACE_US
    return this.#builders.flatMap((builder) => this.#ended(builder, builder.advance(venueUs)))
  }

  #ended({ spec }: BarBuilder, bars: readonly Bar[]): BarEnded[] {
    return bars.map((bar) => ({ symbol: this.#symbol, spec: spec.text, ...bar }))
  }
}
