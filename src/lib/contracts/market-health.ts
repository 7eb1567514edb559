import { type Static, Type } from 'typebox'
import { BookState, Horizon } from './market.ts'
import { Microseconds, SymbolText } from './words.ts'

const Count = Type.Integer({ minimum: 0 })

/** One connection to the venue. */
export const ConnectionHealth = Type.Object(
  {
    id: Type.String({ description: 'name of the connection' }),
    route: Type.String({ description: 'part of the venue that it leads to' }),
    state: Type.Union([Type.Literal('opening'), Type.Literal('open'), Type.Literal('waiting')], { description: 'waiting: for its next attempt' }),
    sinceUs: Microseconds,
    symbols: Count,
    attempts: Count,
    messages: Count,
    perS: Type.Number({ minimum: 0, description: 'frames per second of the last full second' }),
  },
  { description: 'connection' },
)
export type ConnectionHealth = Static<typeof ConnectionHealth>

/** One book: since when it is in its state and why, and what became of it since the start. */
export const BookHealth = Type.Object(
  {
    symbol: SymbolText,
    state: BookState,
    sinceUs: Microseconds,
    reason: Type.String({ description: 'why, one sentence' }),
    ageMs: Type.Union([Type.Null(), Count], { description: 'time since its last change was received, ms; null before the first' }),
    updateId: Count,
    diffs: Count,
    duplicates: Count,
    gaps: Count,
    resyncs: Count,
    snapshots: Count,
    checks: Count,
    mismatches: Count,
    horizon: Horizon,
  },
  { description: 'book' },
)
export type BookHealth = Static<typeof BookHealth>

/** Request `md.health`: the symbols named, or all. */
export const MarketHealthRequest = Type.Object({ symbols: Type.Optional(Type.Array(SymbolText, { maxItems: 1000 })) }, { description: 'books wanted' })
export type MarketHealthRequest = Static<typeof MarketHealthRequest>
export const MarketHealth = Type.Object(
  {
    venue: Type.String({ description: 'venue name' }),
    proof: Type.Union([Type.Literal('sequence'), Type.Literal('checksum'), Type.Literal('none')], { description: 'what the books are proved by' }),
    weightCount: Type.Integer({ minimum: 0, description: 'request weight spent in the present minute' }),
    pausedMs: Type.Integer({ minimum: 0, description: 'time until the venue takes requests again, ms; 0 when it does' }),
    connections: Type.Array(ConnectionHealth),
    books: Type.Array(BookHealth),
  },
  { description: 'state of every connection and book' },
)
export type MarketHealth = Static<typeof MarketHealth>

/** Request `md.resync`: the book is given up and built again from a new snapshot. */
export const ResyncRequest = Type.Object({ symbol: SymbolText }, { description: 'book to build again' })
export type ResyncRequest = Static<typeof ResyncRequest>
export const ResyncAnswer = Type.Object({ symbol: SymbolText, state: BookState }, { description: 'its state now' })
export type ResyncAnswer = Static<typeof ResyncAnswer>
