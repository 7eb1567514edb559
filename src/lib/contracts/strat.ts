import { type Static, Type } from 'typebox'
import { Identifier, SymbolText } from './words.ts'

/** Topic `strat.signals`: a strategy's opinion, and the intent it led to. */
export const Signal = Type.Object(
  {
    strategyId: Identifier,
    symbol: SymbolText,
    signal: Type.String({ description: 'quote.bid, quote.ask, cancel, ...' }),
    intentId: Type.Optional(Identifier),
  },
  { description: 'signal' },
)
export type Signal = Static<typeof Signal>
