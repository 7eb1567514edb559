import { type Static, Type } from 'typebox'

/** Settings of `trade strat`. */
export const StratConfig = Type.Object(
  {
    strategyId: Type.String({ default: 'maker', pattern: '^[a-z0-9-]{1,24}$', description: 'name of this instance; owner of its orders and fills' }),
    strategy: Type.String({ default: 'maker', description: 'built-in plugin: maker or noop' }),
    submitTimeoutUs: Type.Integer({ default: 500_000, minimum: 1_000, description: 'longest wait for the answer to order.submit, microseconds' }),
  },
  { additionalProperties: false, description: 'strategy engine' },
)
export type StratConfig = Static<typeof StratConfig>
