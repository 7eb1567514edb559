import type { SubmitRequest } from '../../lib/contracts/exec.ts'
import type { Emit } from '../../lib/daemon/core.ts'
import type { StratOut } from './events.ts'
import type { StratState } from './state.ts'

const SNAPSHOT_TIMEOUT_US = 1_000_000

const nextId = (state: StratState): string => {
  state.requests += 1
  return `strat-${state.epoch}-${state.requests}`
}

export const requestSubmit = (state: StratState, request: SubmitRequest, emit: Emit<StratOut>): void => {
  const id = nextId(state)
  state.counters.intents += 1
  state.intents.set(request.intentId, { clientOrderId: null, cancelWanted: false, unansweredUs: null })
  state.requestOf.set(id, { kind: 'submit', intentId: request.intentId, symbol: request.symbol })
  emit({
    type: 'rpc.request',
    id,
    service: 'exec',
    method: 'order.submit',
    body: request,
    timeoutUs: state.config.submitTimeoutUs,
    correlationId: request.intentId,
  })
}

/** Asks at once when the order's id is known, else as soon as it is. */
export const requestCancel = (state: StratState, intentId: string, emit: Emit<StratOut>): void => {
  const intent = state.intents.get(intentId)
  if (intent === undefined) return
  if (intent.clientOrderId === null) {
    intent.cancelWanted = true
    return
  }
  intent.cancelWanted = false
  const id = nextId(state)
  state.counters.cancels += 1
  state.requestOf.set(id, { kind: 'cancel', intentId, symbol: '' })
  emit({
    type: 'rpc.request',
    id,
    service: 'exec',
    method: 'order.cancel',
    body: { clientOrderId: intent.clientOrderId },
    timeoutUs: state.config.submitTimeoutUs,
    correlationId: intentId,
  })
}

/** Cancels what an earlier incarnation left working. */
export const requestClearing = (state: StratState, emit: Emit<StratOut>): void => {
  const id = nextId(state)
  state.requestOf.set(id, { kind: 'clear', intentId: '', symbol: '' })
  emit({
    type: 'rpc.request',
    id,
    service: 'exec',
    method: 'order.cancel',
    body: { strategyId: state.config.strategyId },
    timeoutUs: state.config.submitTimeoutUs,
    correlationId: id,
  })
}

export const requestSnapshot = (state: StratState, symbol: string, emit: Emit<StratOut>): void => {
  const id = nextId(state)
  state.requestOf.set(id, { kind: 'snapshot', intentId: '', symbol })
  emit({ type: 'rpc.request', id, service: 'md', method: 'md.snapshot', body: { symbol }, timeoutUs: SNAPSHOT_TIMEOUT_US, correlationId: id })
}
