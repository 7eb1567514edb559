import { TradeError } from '../base/errors.ts'
import type { RpcError } from '../contracts/envelope.ts'
import type { Order } from '../contracts/exec.ts'
import { EXIT } from './exit.ts'

/** Exit code by the code of a refusal or the first word of an order's reason. */
const BY_CODE: Readonly<Record<string, number>> = {
  VALIDATION: EXIT.usage,
  INTENT_ID_REUSED: EXIT.usage,
  BAD_REQUEST: EXIT.usage,
  UNKNOWN_ORDER: EXIT.usage,
  HALTED: EXIT.halted,
  UNREACHABLE: EXIT.notRunning,
  TIMEOUT: EXIT.unknown,
  NOT_READY: EXIT.temporary,
  RATE_LIMITED: EXIT.temporary,
  BREAKER_OPEN: EXIT.temporary,
  APPROVAL_EXPIRED: EXIT.temporary,
  RISK_TIMEOUT: EXIT.temporary,
  RISK_UNAVAILABLE: EXIT.temporary,
  RESTART_BEFORE_SEND: EXIT.temporary,
  CANCELED_BEFORE_SEND: EXIT.ok,
  CONTRACT_MAJOR: EXIT.config,
}

const codeOf = (reason: string): string => /^[A-Z_]+/.exec(reason)?.[0] ?? ''

/** Exit code of a refused request. */
export const exitOfRefusal = ({ code, category }: Pick<RpcError, 'code' | 'category'>): number =>
  BY_CODE[code] ?? (category === 'reject' ? EXIT.usage : EXIT.temporary)

/** A refused request as the error that ends a command. */
export const refusalError = (error: RpcError): TradeError =>
  new TradeError(error.code, error.message, { exit: exitOfRefusal(error), ...(error.hint === undefined ? {} : { hint: error.hint }) })

const EXITS: Readonly<Record<Order['status'], (order: Order) => number>> = {
  NEW_LOCAL: () => EXIT.unknown,
  SENT: () => EXIT.unknown,
  UNKNOWN: () => EXIT.unknown,
  WORKING: () => EXIT.ok,
  PARTIAL: () => EXIT.ok,
  FILLED: () => EXIT.ok,
  CANCELED: () => EXIT.ok,
  EXPIRED: () => EXIT.ok,
  REJECTED: () => EXIT.venue,
  DENIED: ({ reason }) => BY_CODE[codeOf(reason)] ?? EXIT.risk,
  NOT_RECEIVED: () => EXIT.temporary,
}

/** Exit code of what became of an order. */
export const exitOfOrder = (order: Order): number => EXITS[order.status](order)

/** Why an order did not do what was wanted, as the error that ends a command; undefined when it did. */
export const orderError = (order: Order): TradeError | undefined => {
  const exit = exitOfOrder(order)
  if (exit === EXIT.ok) return undefined
  const { clientOrderId, status, reason } = order
  if (exit === EXIT.unknown)
    return new TradeError('OUTCOME_UNKNOWN', `the fate of order '${clientOrderId}' is not known`, { exit, hint: `trade order show ${clientOrderId}` })
  return new TradeError(codeOf(reason) || status, `order '${clientOrderId}' is ${status}: ${reason}`, { exit })
}
