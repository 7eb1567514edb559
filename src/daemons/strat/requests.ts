import type { SubmitAnswer, SubmitRequest } from '../../lib/contracts/exec.ts'
import type { SnapshotAnswer } from '../../lib/contracts/market.ts'
import type { Emit } from '../../lib/daemon/core.ts'
import type { CommonIn } from '../../lib/daemon/effects.ts'
import type { StratOut } from './events.ts'
import type { StratState } from './state.ts'

const SNAPSHOT_TIMEOUT_US = 1_000_000
/** A request that nobody answered is dead when its deadline and this have passed: exec drops what comes later. */
export const ANSWER_GRACE_US = 500_000

type Answer = Extract<CommonIn, { type: 'rpc.answered' }>['answer']

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

/** The strategy is told, and the intent forgotten. */
export const refuse = (state: StratState, refused: { readonly intentId: string; readonly code: string }, emit: Emit<StratOut>): void => {
  state.counters.refused += 1
  state.intents.delete(refused.intentId)
  emit({ type: 'runner.tell', message: { type: 'refused', ...refused } })
}

const onSubmitted = (
  state: StratState,
  answered: { readonly intentId: string; readonly answer: Answer; readonly nowUs: number },
  emit: Emit<StratOut>,
): void => {
  const { intentId, answer, nowUs } = answered
  const intent = state.intents.get(intentId)
  if (intent === undefined) return
  if (answer.ok) {
    intent.clientOrderId = (answer.body as SubmitAnswer).clientOrderId
    if (intent.cancelWanted) requestCancel(state, intentId, emit)
  } else if (answer.error.code === 'TIMEOUT') intent.unansweredUs = nowUs
  else refuse(state, { intentId, code: answer.error.code }, emit)
}

const onSnapshot = (symbol: string, answer: Answer, emit: Emit<StratOut>): void => {
  if (!answer.ok) return
  const { ringEpoch, ringPosition, book } = answer.body as SnapshotAnswer
  if (book.state !== 'valid') return
  emit({ type: 'runner.tell', message: { type: 'snapshot', symbol, ringEpoch, ringPosition, bid: book.bids[0] ?? null, ask: book.asks[0] ?? null } })
}

/** Routes an answer to what was asked; returns the kind, so that the core can go on from `clear`. */
export const onAnswer = (
  state: StratState,
  answered: { readonly id: string; readonly answer: Answer; readonly nowUs: number },
  emit: Emit<StratOut>,
): { kind: string; ok: boolean } | null => {
  const request = state.requestOf.get(answered.id)
  if (request === undefined) return null
  state.requestOf.delete(answered.id)
  const { kind, intentId, symbol } = request
  if (kind === 'submit') onSubmitted(state, { intentId, answer: answered.answer, nowUs: answered.nowUs }, emit)
  if (kind === 'snapshot') onSnapshot(symbol, answered.answer, emit)
  return { kind, ok: answered.answer.ok }
}
