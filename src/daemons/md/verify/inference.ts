import type { Instrument } from '../../../lib/model/instrument.ts'

const STEPS_MAX = 900_000_000_000

const placesOf = (text: string): number => {
  const [, fraction = ''] = text.split('.')
  return fraction.replace(/0+$/, '').length
}

/** The finest steps of each symbol's prices and quantities among the texts that it was shown. */
export class Inference {
  readonly #venue: string
  readonly #seen = new Map<string, { priceDecimals: number; qtyDecimals: number }>()

  constructor(venue: string) {
    this.#venue = venue
  }

  note(symbol: string, price: string, qty: string): void {
    const seen = this.#seen.get(symbol) ?? { priceDecimals: 0, qtyDecimals: 0 }
    this.#seen.set(symbol, seen)
    seen.priceDecimals = Math.max(seen.priceDecimals, placesOf(price))
    seen.qtyDecimals = Math.max(seen.qtyDecimals, placesOf(qty))
  }

  instruments(): Instrument[] {
    return [...this.#seen].map(([symbol, { priceDecimals, qtyDecimals }]) => ({
      symbol,
      venue: this.#venue,
      baseAsset: symbol.slice(0, 3),
      quoteAsset: symbol.slice(3),
      status: 'trading',
      priceDecimals,
      tickUnits: 1,
      qtyDecimals,
      lotUnits: 1,
      minPriceTicks: 1,
      maxPriceTicks: STEPS_MAX,
      minQtyLots: 1,
      maxQtyLots: STEPS_MAX,
      minNotional: '0',
      maxNotional: '0',
    }))
  }
}
