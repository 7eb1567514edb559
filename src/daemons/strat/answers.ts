import type { EpochUs } from '../../lib/base/units.ts'
import type { SubmitAnswer } from '../../lib/contracts/exec.ts'
import type { SnapshotAnswer } from '../../lib/contracts/market.ts'
import type { Emit } from '../../lib/daemon/core.ts'
import type { CommonIn } from '../../lib/daemon/effects.ts'
import type { StratOut } from './events.ts'
import { requestCancel } from './requests.ts'
import type { StratState } from './state.ts'

/** A request that nobody answered is dead when its deadline and this have passed: exec drops what comes later. */
const ANSWER_GRACE_US = 500_000
/** After these the order may exist all the same: no answer came, or one that could not be read. */
const UNDECIDED: ReadonlySet<string> = new Set(['TIMEOUT', 'BAD_ANSWER'])

type Answer = Extract<CommonIn, { type: 'rpc.answered' }>['answer']

/** The strategy is told, and the intent forgotten. */
const refuse = (state: StratState, refused: { readonly intentId: string; readonly code: string }, emit: Emit<StratOut>): void => {
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
  } else if (UNDECIDED.has(answer.error.code)) intent.unansweredUs = nowUs
  else refuse(state, { intentId, code: answer.error.code }, emit)
}

/** A cancel that did not get through is wanted still. */
const onCancelAsked = (state: StratState, intentId: string, answer: Answer): void => {
  const intent = state.intents.get(intentId)
  if (intent !== undefined && !answer.ok && answer.error.category === 'retry') intent.cancelWanted = true
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
  if (kind === 'cancel') onCancelAsked(state, intentId, answered.answer)
  if (kind === 'snapshot') onSnapshot(symbol, answered.answer, emit)
  return { kind, ok: answered.answer.ok }
}

/** What was left open while exec was away: submits that it never took are refused, cancels that were lost are asked again. */
export const settleIntents = (state: StratState, nowUs: EpochUs, emit: Emit<StratOut>): void => {
  for (const [intentId, { unansweredUs, cancelWanted }] of [...state.intents]) {
    if (unansweredUs !== null && nowUs - unansweredUs > ANSWER_GRACE_US) refuse(state, { intentId, code: 'NOT_ACCEPTED' }, emit)
    else if (cancelWanted) requestCancel(state, intentId, emit)
  }
}
