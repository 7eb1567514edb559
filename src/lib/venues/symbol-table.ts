import type { Instrument } from '../model/instrument.ts'

const SLOTS = 8_192
const ENTRIES_MAX = SLOTS / 2
const PRIME = 16_777_619

/** An instrument by the bytes of its symbol, and whatever its reader wants to know at once. */
export interface SymbolEntry<T> {
  readonly bytes: Uint8Array
  readonly instrument: Instrument
  readonly extra: T
}

const isSame = (bytes: Uint8Array, from: number, symbol: Uint8Array): boolean => {
  for (let index = 0; index < symbol.length; index++) if (bytes[from + index] !== symbol[index]) return false
  return true
}

/** Finds instruments by bytes, so that a symbol seen before costs no text. */
export class SymbolTable<T> {
  readonly #extraOf: (instrument: Instrument) => T
  readonly #decoder = new TextDecoder()
  #slots: (SymbolEntry<T> | undefined)[] = new Array<SymbolEntry<T> | undefined>(SLOTS).fill(undefined)
  #count = 0

  constructor(extraOf: (instrument: Instrument) => T) {
    this.#extraOf = extraOf
  }

  /** The entry of the symbol that `name` spells; undefined when `instruments` has none. */
  find(name: Uint8Array, range: { readonly from: number; readonly to: number }, instruments: ReadonlyMap<string, Instrument>): SymbolEntry<T> | undefined {
    const { from, to } = range
    let slot = 0
    for (let at = from; at < to; at++) slot = Math.imul(slot ^ (name[at] ?? 0), PRIME)
    slot = (slot ^ (slot >>> 13)) & (SLOTS - 1)
    for (let entry = this.#slots[slot]; entry !== undefined; entry = this.#slots[slot]) {
      if (entry.bytes.length === to - from && isSame(name, from, entry.bytes)) {
        return instruments.get(entry.instrument.symbol) === entry.instrument ? entry : this.#put(slot, name.slice(from, to), instruments)
      }
      slot = (slot + 1) & (SLOTS - 1)
    }
    return this.#put(slot, name.slice(from, to), instruments)
  }

  #put(slot: number, bytes: Uint8Array, instruments: ReadonlyMap<string, Instrument>): SymbolEntry<T> | undefined {
    const instrument = instruments.get(this.#decoder.decode(bytes))
    if (instrument === undefined) return undefined
    const entry = { bytes, instrument, extra: this.#extraOf(instrument) }
    if (this.#count >= ENTRIES_MAX) {
      this.#slots.fill(undefined)
      this.#count = 0
    }
    this.#slots[slot] = entry
    this.#count += 1
    return entry
  }
}
