import { divideHalfEven, multiply } from '../../../lib/base/money.ts'
import { type Prng, prng } from '../../../lib/base/prng.ts'
import { type Money, money } from '../../../lib/base/units.ts'

/** Prices that margin and funding are computed from. */
export interface Mark {
  readonly mark: Money
  readonly index: Money
  /** Rate of the next payment, 18 decimals. */
  readonly rate: Money
  readonly nextFundingMs: number
  readonly atMs: number
}

/** A payment that was due. */
export interface FundingDue {
  readonly rate: Money
  readonly mark: Money
  readonly atMs: number
}

const PPM = 10n ** 12n
const CUT = 10n ** 10n
/** 0.01 % a period, the interest between the two currencies. */
const INTEREST = 100n * PPM
const CLAMP = 500n * PPM
const PREMIUM_PPM = 300
const MEMORY = 0.98

const clamp = (value: bigint, most: bigint): bigint => (value > most ? most : value < -most ? -most : value)
const cut = (price: bigint): Money => money((divideHalfEven(money(price), CUT) as bigint) * CUT)

/** Mark and index price of one symbol: the book's mid less a seeded premium. */
export class MarkBook {
  readonly fundings: FundingDue[] = []
  readonly #random: Prng
  readonly #intervalMs: number
  #premium = 0n
  #drift = 0
  #now: Mark | null = null

  constructor(symbol: string, options: { readonly seed: number; readonly intervalMs: number }) {
    this.#random = prng(options.seed, `premium-${symbol}`)
    this.#intervalMs = options.intervalMs
  }

  get now(): Mark | null {
    return this.#now
  }

  /** Takes a new mid price; the payments that came due since the last one. */
  update(mid: Money, atMs: number): FundingDue | null {
    const before = this.#now
    if (before === null || Math.floor(before.atMs / 1_000) !== Math.floor(atMs / 1_000)) this.#wander()
    const due = before !== null && atMs >= before.nextFundingMs ? { rate: before.rate, mark: before.mark, atMs: before.nextFundingMs } : null
    if (due !== null) this.fundings.push(due)
    const index = cut(mid - multiply(mid, money(this.#premium)))
    const mark = cut((mid + index) / 2n)
    const rate = money(this.#premium + clamp(INTEREST - this.#premium, CLAMP))
    this.#now = { mark, index, rate, atMs, nextFundingMs: (Math.floor(atMs / this.#intervalMs) + 1) * this.#intervalMs }
    return due
  }

  #wander(): void {
    this.#drift = this.#drift * MEMORY + this.#random.normal() * PREMIUM_PPM * Math.sqrt(1 - MEMORY ** 2)
    this.#premium = BigInt(Math.round(this.#drift)) * PPM
  }
}
