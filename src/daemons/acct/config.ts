import { type Static, Type } from 'typebox'

/** Settings of `trade acct`. */
export const AcctConfig = Type.Object(
  {
    quoteAsset: Type.String({ default: 'USDT', pattern: '^[A-Z0-9]{1,16}$', description: 'asset in which the account is valued' }),
    markStaleMs: Type.Integer({ default: 60_000, minimum: 100, maximum: 3_600_000, description: 'a mark older than this values nothing, milliseconds' }),
  },
  { additionalProperties: false, description: 'account' },
)
export type AcctConfig = Static<typeof AcctConfig>
