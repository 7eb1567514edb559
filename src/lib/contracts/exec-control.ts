import { type Static, Type } from 'typebox'
import { Order } from './exec.ts'
import { HaltLevel } from './risk.ts'
import { Microseconds, oneOf } from './words.ts'

const Count = (description: string) => Type.Integer({ minimum: 0, description })
const Scope = Type.String({ minLength: 1, maxLength: 80, description: '`*` for everything, `strategy:NAME` or `symbol:NAME`' })
const By = Type.String({ minLength: 1, maxLength: 64, description: 'who does it' })
const Group = oneOf(['trade.new', 'trade.cancel', 'query'], 'calls that fail together')

/** Request `order.check`, with the body of `order.submit`: what exec would make of an order, while nothing is changed and risk is not asked. */
export const OrderCheck = Type.Object(
  {
    order: Order,
    code: Type.String({ description: 'code with which it would be refused; empty when it would go to risk' }),
    message: Type.String({ description: 'one sentence for humans; empty when it would go to risk' }),
    hint: Type.Optional(Type.String({ description: 'failed checks with the nearest valid values' })),
  },
  { description: 'order as it would be taken' },
)
export type OrderCheck = Static<typeof OrderCheck>

/** Request `exec.status`. */
export const ExecStatusRequest = Type.Object({}, { description: 'nothing' })

/** How exec stands: towards the venue, towards risk, and why it may hold orders back. */
export const ExecStatus = Type.Object(
  {
    epoch: Type.Integer({ description: 'incarnation' }),
    phase: oneOf(['starting', 'syncing', 'ready', 'draining', 'stopped'], 'orders are taken while ready'),
    halts: Type.Array(Type.Object({ scope: Scope, level: HaltLevel }), { description: 'scopes that are halted; the highest level that fits an order counts' }),
    budgets: Type.Array(
      Type.Object({
        kind: oneOf(['weight', 'orders'], 'weight of requests, or orders'),
        intervalUs: Type.Integer({ minimum: 1, description: 'length of its window, microseconds' }),
        limitCount: Count('units in a window'),
        usedCount: Count('units used in the present window'),
      }),
      { description: 'budgets of the venue' },
    ),
    breakers: Type.Array(
      Type.Object({
        group: Group,
        state: oneOf(['closed', 'open', 'halfOpen', 'forcedOpen', 'disabled'], 'closed and disabled let calls pass'),
        openUntilUs: Type.Union([Microseconds, Type.Null()], { description: 'when probing begins, while open' }),
      }),
      { description: 'breakers of the groups of calls' },
    ),
    bannedForUs: Count('microseconds in which nothing may be sent at all'),
    clock: Type.Object({
      offsetUs: Type.Integer({ description: 'clock of the venue minus ours, microseconds' }),
      spreadUs: Count('distance of the samples from each other, microseconds'),
      samplesCount: Count('samples that this is of'),
    }),
    counts: Type.Object({
      live: Count('orders whose fate is open'),
      unknown: Count('orders whose fate is unknown'),
      unsettled: Count('ended orders with fills missing'),
      waiting: Count('calls that wait for their budget'),
      inFlight: Count('calls that wait for their answer'),
    }),
    risk: oneOf(['unheard', 'current', 'lost'], 'whether risk is heard'),
    streamSinceUs: Type.Union([Microseconds, Type.Null()], { description: 'since when the stream of the account is followed' }),
  },
  { description: 'state of exec' },
)
export type ExecStatus = Static<typeof ExecStatus>

/** Request `exec.breaker`: an operator's word, which outlives a restart; `closed` gives the breaker back to what it sees. */
export const BreakerRequest = Type.Object(
  { group: Group, state: oneOf(['forcedOpen', 'disabled', 'closed'], 'state wanted'), by: By },
  { description: 'breaker and state wanted' },
)
export type BreakerRequest = Static<typeof BreakerRequest>
export const BreakerAnswer = Type.Object({ group: Group, state: oneOf(['forcedOpen', 'disabled', 'closed'], 'state now in force') }, { description: 'done' })

/** Request `exec.resume`: lower what exec alone holds by one step, by a named human, for a reason. */
export const ExecResumeRequest = Type.Object(
  { scope: Scope, level: HaltLevel, reason: Type.String({ maxLength: 256, description: 'why' }), by: By },
  { description: 'level wanted' },
)
export type ExecResumeRequest = Static<typeof ExecResumeRequest>
export const ExecResumeAnswer = Type.Object({ scope: Scope, level: HaltLevel }, { description: 'level now in force' })
