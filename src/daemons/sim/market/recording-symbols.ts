import type { Instrument } from '../../../lib/model/instrument.ts'
import { inferInstrument } from './instruments.ts'
import { type Product, parseLine, productOf, type RecordedEvent, type RecordingLine } from './recording-line.ts'

/** A symbol that a recording brings. */
export interface RecordedSymbol {
  readonly product: Product
  readonly instrument: Instrument
}

interface Seen {
  readonly product: Product
  readonly symbol: string
  readonly prices: Set<string>
  readonly quantities: Set<string>
}

const noteLevels = (seen: Seen, levels: ReadonlyArray<readonly [string, string]>): void => {
  for (const [price, qty] of levels) {
    seen.prices.add(price)
    seen.quantities.add(qty)
  }
}

const noteEvent = (seen: Seen, event: RecordedEvent): void => {
  if (event.e === 'depthUpdate') noteLevels(seen, [...event.b, ...event.a])
  else if (event.e === 'trade') noteLevels(seen, [[event.p, event.q]])
  else if ('B' in event)
    noteLevels(seen, [
      [event.b, event.B],
      [event.a, event.A],
    ])
}

/** A damaged line is reported when it is played, with its number. */
const tryParse = (line: string): RecordingLine | null => {
  try {
    return parseLine(line)
  } catch {
    return null
  }
}

/** The symbols in the first lines of a recording, each with the finest steps seen there. */
export const inferInstruments = (lines: readonly string[]): RecordedSymbol[] => {
  const found = new Map<string, Seen>()
  for (const line of lines) {
    const parsed = tryParse(line)
    if (parsed === null || 'snapshot' in parsed) continue
    const { event } = parsed
    const product = productOf(event)
    const key = `${product} ${event.s}`
    const seen = found.get(key) ?? { product, symbol: event.s, prices: new Set(), quantities: new Set() }
    found.set(key, seen)
    noteEvent(seen, event)
  }
  return [...found.values()].map(({ product, symbol, prices, quantities }) => ({
    product,
    instrument: inferInstrument({ product, symbol }, prices, quantities),
  }))
}
