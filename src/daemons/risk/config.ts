import { type Static, Type } from 'typebox'

const amount = (description: string) => Type.Optional(Type.String({ pattern: '^\\d{1,30}(\\.\\d{1,18})?$', description }))
const count = (maximum: number, description: string) => Type.Optional(Type.Integer({ minimum: 0, maximum, description }))

/** Limits of one symbol; a field of `*` holds where the symbol itself does not set it. */
export const SymbolLimits = Type.Object(
  {
    maxQty: amount('greatest quantity of one order, base asset'),
    maxNotional: amount('greatest value of one order, quote asset'),
    maxPosition: amount('greatest position either way when every open order of a side fills, base asset'),
    maxExposure: amount('the same valued at the mid, quote asset'),
    collarBps: count(10_000, 'greatest distance of a price from the mid, basis points'),
    maxOpenOrdersCount: count(10_000, 'most open orders on the symbol'),
  },
  { additionalProperties: false, description: 'limits of one symbol; an order is denied unless maxQty, maxNotional and maxPosition are set' },
)
export type SymbolLimits = Static<typeof SymbolLimits>

const DEFAULT_LIMITS: Readonly<Record<string, SymbolLimits>> = {
  '*': { maxQty: '1000000', maxNotional: '10000', maxPosition: '1000000', maxExposure: '20000', collarBps: 500, maxOpenOrdersCount: 20 },
  BTCUSDT: { maxQty: '0.1', maxPosition: '0.2' },
}

/** Settings of `trade risk`: the policy that every order is judged by. */
export const RiskConfig = Type.Object(
  {
    policyVersion: Type.String({ default: '', description: 'sha256 of the policy in hex; the daemon refuses to start without it' }),
    markStaleMs: Type.Integer({ default: 5_000, minimum: 100, maximum: 3_600_000, description: 'a mark older than this is none, milliseconds' }),
    approvalTtlMs: Type.Integer({ default: 500, minimum: 50, maximum: 10_000, description: 'how long an approval holds, milliseconds' }),
    ordersPerS: Type.Integer({ default: 20, minimum: 1, maximum: 10_000, description: 'orders of one strategy, per second' }),
    burstCount: Type.Integer({ default: 40, minimum: 1, maximum: 10_000, description: 'orders of one strategy at once' }),
    maxOpenOrdersCount: Type.Integer({ default: 100, minimum: 0, maximum: 10_000, description: 'most open orders of the account' }),
    limits: Type.Record(Type.String({ pattern: '^(\\*|[A-Z0-9_-]{1,32})$' }), SymbolLimits, {
      additionalProperties: false,
      default: DEFAULT_LIMITS,
      description: "limits by symbol; '*' stands for every symbol",
    }),
  },
  { additionalProperties: false, description: 'pre-trade risk' },
)
export type RiskConfig = Static<typeof RiskConfig>

const sorted = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]))
}

/** Canonical text of a policy, whatever the order of its keys: its sha256 in hex is `policyVersion`. */
export const policyText = ({ policyVersion: _, ...policy }: RiskConfig): string => JSON.stringify(sorted(policy))
