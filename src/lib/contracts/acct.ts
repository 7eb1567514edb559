import { type Static, Type } from 'typebox'
import { Decimal, SymbolText } from './words.ts'

/** Position of one symbol since the start of the books: signed fills less fees in the base asset; opening inventory is not position. */
export const Position = Type.Object(
  {
    symbol: SymbolText,
    qty: Decimal,
    averagePrice: Type.Union([Decimal, Type.Null()]),
    realized: Decimal,
    unrealized: Type.Union([Decimal, Type.Null()]),
    fees: Decimal,
    volume: Decimal,
    fills: Type.Integer({ minimum: 0 }),
    mark: Type.Union([Decimal, Type.Null()]),
  },
  { description: 'position' },
)
export type Position = Static<typeof Position>

/** Topic and answer `acct.state`. Money is in the quote asset; `null` where no mark is known. `execSeq` is the last execution event contained. */
export const AccountState = Type.Object(
  {
    execSeq: Type.Integer({ minimum: 0 }),
    balances: Type.Array(Type.Object({ asset: Type.String(), total: Decimal })),
    positions: Type.Array(Position),
    realized: Decimal,
    unrealized: Type.Union([Decimal, Type.Null()]),
    fees: Decimal,
    equity: Type.Union([Decimal, Type.Null()]),
  },
  { description: 'state of the account' },
)
export type AccountState = Static<typeof AccountState>
/** Request `acct.state`. */
export const AccountStateRequest = Type.Object({}, { description: 'nothing' })
