import { type Static, type TUnsafe, Type } from 'typebox'

/** Decimal string, no exponent, at most 30 digits before and 18 after the point. */
export const Decimal = Type.String({ pattern: '^-?\\d{1,30}(\\.\\d{1,18})?$', description: 'decimal string' })
/** Venue spelling of an instrument; safe as part of a topic and of a file name. */
export const SymbolText = Type.String({ pattern: '^[A-Z0-9_-]{1,32}$', description: 'venue symbol, upper case' })
/** Identifier of an intent, an order, a strategy or a request. */
export const Identifier = Type.String({ minLength: 1, maxLength: 64, description: 'identifier' })
/** Microseconds since the Unix epoch. */
export const Microseconds = Type.Integer({ minimum: 0, description: 'microseconds since the Unix epoch' })
export const SideText = Type.Union([Type.Literal('buy'), Type.Literal('sell')], { description: 'buy or sell' })

/** Amounts of one asset. */
export const Balance = Type.Object(
  { asset: Type.String({ description: 'asset code' }), free: Decimal, locked: Decimal },
  { description: 'free and locked amount of one asset' },
)
export type Balance = Static<typeof Balance>

/** The daemons of a stack, in start order, and the command line as a peer. */
export const SERVICES = ['sim', 'md', 'exec', 'risk', 'acct', 'strat'] as const
/** One daemon by its name. */
export type Service = (typeof SERVICES)[number]
/** A party of the bus: a daemon or a command. */
export type Peer = Service | 'cli'

/** Schema of one of a few words. */
export const oneOf = <const Words extends readonly string[]>(words: Words, description: string): TUnsafe<Words[number]> =>
  Type.Unsafe<Words[number]>(
    Type.Union(
      words.map((word) => Type.Literal(word)),
      { description },
    ),
  )
