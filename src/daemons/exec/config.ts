import { type Static, Type } from 'typebox'
import { SymbolText } from '../../lib/contracts/words.ts'

/** Settings of exec; frozen while it runs and journalled with each incarnation. */
export const ExecConfig = Type.Object(
  {
    symbols: Type.Array(SymbolText, { minItems: 1, maxItems: 50, default: ['BTCUSDT'], description: 'symbols that may be traded, 1 to 50' }),
    venue: Type.Optional(Type.String({ default: 'sim', maxLength: 40, description: 'name of the venue whose account it is' })),
    recvWindowMs: Type.Integer({ default: 2_000, minimum: 100, maximum: 10_000, description: 'how long the venue may take a request after its signing, ms' }),
    proofMs: Type.Integer({
      default: 12_000,
      minimum: 1_000,
      maximum: 60_000,
      description: 'time after the window in which the venue may still execute a request, ms; then two missing answers prove that it never came',
    }),
    riskTimeoutMs: Type.Integer({ default: 50, minimum: 1, maximum: 1_000, description: 'no verdict within this is a denial, ms' }),
    orderTimeoutMs: Type.Integer({
      default: 2_000,
      minimum: 100,
      maximum: 10_000,
      description: 'an order or cancel without answer is ambiguous after this, ms',
    }),
    queryTimeoutMs: Type.Integer({ default: 5_000, minimum: 100, maximum: 30_000, description: 'limit of a call that only asks, ms' }),
    duplicateWindowMs: Type.Integer({
      default: 500,
      minimum: 0,
      maximum: 10_000,
      description: 'an equal order of the same strategy within this is refused, ms; 0 allows it',
    }),
    deadManMs: Type.Optional(
      Type.Integer({
        default: 15_000,
        minimum: 0,
        maximum: 120_000,
        description: 'a venue that can cancels open orders when it hears nothing from exec for so long, ms; twice that above 5 symbols, 0 for never',
      }),
    ),
    queueMs: Type.Integer({
      default: 500,
      minimum: 0,
      maximum: 10_000,
      description: 'an approved order that must wait longer for the request budget of the venue is denied, ms',
    }),
    clockEveryMs: Type.Integer({ default: 30_000, minimum: 1_000, maximum: 600_000, description: 'distance between samples of the clock of the venue, ms' }),
    sweepEveryMs: Type.Integer({ default: 10_000, minimum: 1_000, maximum: 600_000, description: 'distance between looks at silent orders, ms' }),
    silentMs: Type.Integer({ default: 5_000, minimum: 0, maximum: 600_000, description: 'a live order without news for longer is looked at, ms' }),
    stopWaitMs: Type.Integer({ default: 5_000, minimum: 0, maximum: 60_000, description: 'longest wait for cancels when stopping, ms' }),
    stopWaitUnknownMs: Type.Integer({ default: 15_000, minimum: 0, maximum: 120_000, description: 'the same while the fate of an order is unknown, ms' }),
  },
  { description: 'settings of exec' },
)
export type ExecConfig = Static<typeof ExecConfig>
