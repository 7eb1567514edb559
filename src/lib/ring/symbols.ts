import { TradeError } from '../base/errors.ts'
import type { RingSymbol } from '../ports/ring.ts'
import { at } from './layout.ts'

const ENTRY_INTS = at.symbolBytes / 4
const NAME_INTS = at.nameBytes / 4
const decoder = new TextDecoder()
const encoder = new TextEncoder()

const isWhole = (value: number, min: number): boolean => Number.isSafeInteger(value) && value >= min && value <= 0x7fffffff

const check = (symbol: RingSymbol, name: Uint8Array): void => {
  if (name.length < 1 || name.length > at.nameBytes) {
    throw new TradeError('RING_SYMBOL', `symbol '${symbol.symbol}' has ${name.length} bytes, 1 to ${at.nameBytes} fit`, { exit: 2 })
  }
  const units = isWhole(symbol.tickUnits, 1) && isWhole(symbol.lotUnits, 1)
  if (!(units && isWhole(symbol.priceDecimals, 0) && isWhole(symbol.qtyDecimals, 0))) {
    throw new TradeError('RING_SYMBOL', `symbol '${symbol.symbol}' has steps that are no whole numbers`, { exit: 2 })
  }
}

/** The table in the header. Grows while readers look: an entry exists once the first bytes of its name do, and those are written last. */
export class SymbolTable {
  readonly #bytes: Uint8Array
  readonly #ints: Int32Array
  readonly #capacity: number
  readonly #indexOf = new Map<string, number>()

  constructor(buffer: ArrayBuffer, headerBytes: number) {
    this.#bytes = new Uint8Array(buffer, at.symbols, headerBytes - at.symbols)
    this.#ints = new Int32Array(buffer, at.symbols, (headerBytes - at.symbols) / 4)
    this.#capacity = Math.floor(this.#bytes.length / at.symbolBytes)
  }

  count(): number {
    return this.#indexOf.size
  }

  add(symbol: RingSymbol): number {
    const known = this.#indexOf.get(symbol.symbol)
    if (known !== undefined) return known
    const index = this.#indexOf.size
    if (index >= this.#capacity) {
      throw new TradeError('RING_SYMBOLS_FULL', `the ring's table of ${this.#capacity} symbols is full at '${symbol.symbol}'`, { exit: 78 })
    }
    const padded = new Uint8Array(at.nameBytes)
    const name = encoder.encode(symbol.symbol)
    check(symbol, name)
    padded.set(name)
    const int = index * ENTRY_INTS
    this.#ints.set([symbol.tickUnits, symbol.priceDecimals, symbol.lotUnits, symbol.qtyDecimals], int + NAME_INTS)
    this.#bytes.set(padded.subarray(4), index * at.symbolBytes + 4)
    Atomics.store(this.#ints, int, new DataView(padded.buffer).getInt32(0, true))
    this.#indexOf.set(symbol.symbol, index)
    return index
  }

  /** What is in the table now, by index. */
  read(): RingSymbol[] {
    const symbols: RingSymbol[] = []
    while (symbols.length < this.#capacity && Atomics.load(this.#ints, symbols.length * ENTRY_INTS) !== 0) symbols.push(this.#entry(symbols.length))
    return symbols
  }

  #entry(index: number): RingSymbol {
    const start = index * at.symbolBytes
    const name = this.#bytes.slice(start, start + at.nameBytes)
    const end = name.indexOf(0)
    const [tickUnits = 0, priceDecimals = 0, lotUnits = 0, qtyDecimals = 0] = this.#ints.subarray(index * ENTRY_INTS + NAME_INTS)
    return { symbol: decoder.decode(end < 0 ? name : name.subarray(0, end)), tickUnits, priceDecimals, lotUnits, qtyDecimals }
  }
}
