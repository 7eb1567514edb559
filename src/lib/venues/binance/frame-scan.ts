import { fromMs } from '../../base/time.ts'
import { EVENT_MS_MAX, lots, ticks } from '../../base/units.ts'
import type { Instrument } from '../../model/instrument.ts'
import { LevelMemory } from '../level-memory.ts'
import type { MarketEvent } from '../market.ts'
import { type SymbolEntry, SymbolTable } from '../symbol-table.ts'
import { DecimalForm } from './decimal-form.ts'
import { FrameCursor } from './frame-cursor.ts'
import { type FrameForm, FrameForms } from './frame-form.ts'
import { type FramePlan, KIND, NAME_BIT, PLANS, PREV_KEY } from './frame-plan.ts'
import { type LevelForms as Forms, LevelList } from './level-list.ts'

type Entry = SymbolEntry<Forms>

const encoder = new TextEncoder()
const code = (char: string): number => char.charCodeAt(0)

const QUOTE = code('"')
const COLON = code(':')
const COMMA = code(',')
const CLOSE = code('}')
const [LOWER_A, LOWER_B, LOWER_M, LOWER_P, LOWER_Q, LOWER_U] = [code('a'), code('b'), code('m'), code('p'), code('q'), code('u')]
const [UPPER_A, UPPER_B, UPPER_E, UPPER_T, UPPER_U] = [code('A'), code('B'), code('E'), code('T'), code('U')]

/** A key of two letters that nobody reads. */
const UNNAMED = 2

const WRAPPER = encoder.encode('{"stream":"')
const DATA = encoder.encode(',"data":')
const NAMED = encoder.encode('{"e":"')
const BARE = encoder.encode('{')
const BEST_PRICES = encoder.encode('@bookTicker"')
const TRUE = encoder.encode('true')
const FALSE = encoder.encode('false')
const NAMES = Object.entries(PLANS).map(([name, plan]) => ({ name: encoder.encode(`${name}",`), plan }))

const formsOf = ({ priceDecimals, tickUnits, qtyDecimals, lotUnits }: Instrument): Forms => ({
  price: new DecimalForm(priceDecimals, tickUnits, false),
  qty: new DecimalForm(qtyDecimals, lotUnits, true),
})

/**
 * Reads market data of the usual shape straight from bytes into ticks and lots, without a text.
 * Anything else is null, also what makes no sense: the general reader finds the words for it.
 */
export class FrameScanner {
  private readonly cursor = new FrameCursor()
  private readonly list = new LevelList(this.cursor)
  private readonly symbols = new SymbolTable<Forms>(formsOf)
  private readonly values = new Float64Array(256)
  private readonly bids = new LevelMemory()
  private readonly asks = new LevelMemory()
  private readonly forms = new FrameForms()
  /** What is remembered of this frame. */
  private draft: FrameForm | null = null
  private isWrapped = false
  private seen = 0
  private bidCount = 0
  private askCount = 0
  private entry: Entry | undefined
  private instruments: ReadonlyMap<string, Instrument> = new Map()

  scan(frame: Uint8Array, instruments: ReadonlyMap<string, Instrument>): MarketEvent | null {
    const cursor = this.cursor
    if (!cursor.load(frame)) return null
    this.instruments = instruments
    this.entry = undefined
    const place = this.forms.placeOf(cursor)
    const plan = this.known(this.forms.at(place)) ?? this.opening(place)
    if (plan === null || !this.fields(plan) || (this.isWrapped && !cursor.take(CLOSE)) || cursor.at !== cursor.end) return null
    return this.event(plan)
  }

  /** The plan of a frame that begins as the last one of its stream did. */
  private known(form: FrameForm | undefined): FramePlan | null {
    const cursor = this.cursor
    if (form === undefined || !form.take(cursor, this.values, this.instruments) || !cursor.take(COMMA)) return null
    this.isWrapped = true
    this.entry = form.entry
    this.seen = form.seen
    this.draft = null
    return form.plan
  }

  /** Everything up to the first field. */
  private opening(place: number): FramePlan | null {
    const cursor = this.cursor
    cursor.at = 0
    const isWrapped = cursor.takeAll(WRAPPER)
    if (isWrapped && !(cursor.text() && cursor.takeAll(DATA))) return null
    this.isWrapped = isWrapped
    this.seen = NAME_BIT
    const nameAt = cursor.at
    const plan = cursor.takeAll(NAMED) ? this.plan() : this.barePlan(nameAt, isWrapped)
    this.draft = isWrapped && plan !== null ? this.forms.fresh(place, plan) : null
    return plan
  }

  private plan(): FramePlan | null {
    for (const { name, plan } of NAMES) if (this.cursor.takeAll(name)) return plan
    return null
  }

  /** Best prices of Spot have no name; the stream tells it, or nothing at all. */
  private barePlan(dataAt: number, isWrapped: boolean): FramePlan | null {
    const cursor = this.cursor
    cursor.at = dataAt - DATA.length - BEST_PRICES.length
    if (isWrapped && !cursor.takeAll(BEST_PRICES)) return null
    cursor.at = dataAt
    return cursor.takeAll(BARE) ? PLANS.bookTicker : null
  }

  /** The rest of an object up to and with its end. */
  private fields({ kinds, bits, required }: FramePlan): boolean {
    const cursor = this.cursor
    for (;;) {
      const key = this.key(kinds)
      const bit = bits[key] ?? 0
      const kind = kinds[key] ?? KIND.none
      const from = cursor.at
      if ((this.seen & bit) !== 0 || !this.value(kind, key)) return false
      this.seen |= bit
      this.remember(kind, key, from)
      if (!cursor.take(COMMA)) return cursor.take(CLOSE) && (this.seen & required) === required
    }
  }

  /** The form of a frame goes on while only texts and whole numbers come. */
  private remember(kind: number, key: number, from: number): void {
    const { draft } = this
    if (draft === null) return
    if (kind === KIND.symbol || (kind === KIND.skipped && !this.cursor.isDigit(from))) return
    const isNumber = kind === KIND.whole || kind === KIND.skipped
    if (!isNumber || !draft.note(this.cursor, from, kind === KIND.whole ? key : UNNAMED)) {
      this.draft = null
      return
    }
    draft.seen = this.seen
    draft.entry = this.entry
  }

  /** A key of one or two letters with its colon; 0 when it is none. */
  private key(kinds: Uint8Array): number {
    const cursor = this.cursor
    const { bytes, at } = cursor
    if (bytes[at] !== QUOTE) return 0
    const first = bytes[at + 1] ?? 0
    const second = bytes[at + 2] ?? 0
    if (kinds[first] === KIND.none) return 0
    if (second === QUOTE) {
      cursor.at = at + 4
      return bytes[at + 3] === COLON ? first : 0
    }
    if (kinds[second] === KIND.none || bytes[at + 3] !== QUOTE || bytes[at + 4] !== COLON) return 0
    cursor.at = at + 5
    return first === LOWER_P && second === LOWER_U ? PREV_KEY : UNNAMED
  }

  private value(kind: number, key: number): boolean {
    switch (kind) {
      case KIND.whole:
        return this.cursor.whole(this.values, key)
      case KIND.price:
      case KIND.qty:
        return this.amount(kind === KIND.price, key)
      case KIND.levels:
        return this.side(key === LOWER_B)
      case KIND.flag:
        return this.flag(key)
      case KIND.symbol:
        return this.symbol()
      case KIND.none:
        return false
      default:
        return this.skip()
    }
  }

  private amount(isPrice: boolean, key: number): boolean {
    const entry = this.entry
    if (entry === undefined) return false
    const cursor = this.cursor
    cursor.into = this.values
    const end = cursor.decimal(cursor.at, isPrice ? entry.extra.price : entry.extra.qty, key)
    cursor.at = end
    return end >= 0
  }

  private flag(key: number): boolean {
    const isTrue = this.cursor.takeAll(TRUE)
    this.values[key] = isTrue ? 1 : 0
    return isTrue || this.cursor.takeAll(FALSE)
  }

  private symbol(): boolean {
    const cursor = this.cursor
    if (!cursor.take(QUOTE)) return false
    const from = cursor.at
    if (!cursor.text()) return false
    this.entry = this.symbols.find(cursor.bytes, { from, to: cursor.at - 1 }, this.instruments)
    return this.entry !== undefined
  }

  /** A plain value of any kind that nobody reads. */
  private skip(): boolean {
    const cursor = this.cursor
    if (cursor.take(QUOTE)) return cursor.text()
    return cursor.whole(this.values, UNNAMED) || cursor.takeAll(TRUE) || cursor.takeAll(FALSE)
  }

  private side(isBids: boolean): boolean {
    const entry = this.entry
    if (entry === undefined) return false
    const count = this.list.read(isBids ? this.bids : this.asks, entry.extra)
    if (isBids) this.bidCount = count
    else this.askCount = count
    return count >= 0
  }

  private of(key: number): number {
    return this.values[key] ?? 0
  }

  private event({ event, bits, idKey }: FramePlan): MarketEvent | null {
    if (event === 'trade') return this.trade(idKey)
    if (event === 'ticker') return this.ticker()
    return this.diff((this.seen & (bits[PREV_KEY] ?? 0)) !== 0)
  }

  private diff(hasPrev: boolean): MarketEvent | null {
    const [firstId, lastId, ms] = [this.of(UPPER_U), this.of(LOWER_U), this.of(UPPER_E)]
    if (this.entry === undefined || firstId > lastId || ms > EVENT_MS_MAX || (hasPrev && this.of(PREV_KEY) > lastId)) return null
    const { symbol } = this.entry.instrument
    const bids = this.bids.view(this.bidCount)
    const asks = this.asks.view(this.askCount)
    return { type: 'diff', symbol, firstId, lastId, prevId: hasPrev ? this.of(PREV_KEY) : null, checksum: null, eventUs: fromMs(ms), bids, asks }
  }

  private trade(idKey: number): MarketEvent | null {
    const ms = this.of(UPPER_T)
    if (this.entry === undefined || ms > EVENT_MS_MAX || this.of(LOWER_P) === 0 || this.of(LOWER_Q) === 0) return null
    return {
      type: 'trade',
      symbol: this.entry.instrument.symbol,
      tradeId: this.of(idKey),
      priceTicks: ticks(this.of(LOWER_P)),
      qtyLots: lots(this.of(LOWER_Q)),
      aggressor: this.of(LOWER_M) === 1 ? 'sell' : 'buy',
      eventUs: fromMs(ms),
    }
  }

  private ticker(): MarketEvent | null {
    const isBare = (this.of(LOWER_B) === 0 && this.of(UPPER_B) > 0) || (this.of(LOWER_A) === 0 && this.of(UPPER_A) > 0)
    if (this.entry === undefined || isBare) return null
    return {
      type: 'ticker',
      symbol: this.entry.instrument.symbol,
      updateId: this.of(LOWER_U),
      bidTicks: ticks(this.of(LOWER_B)),
      bidLots: lots(this.of(UPPER_B)),
      askTicks: ticks(this.of(LOWER_A)),
      askLots: lots(this.of(UPPER_A)),
    }
  }
}
