import { formatClientOrderId, strategyTag } from '../../lib/base/ids.ts'
import { formatMoney, parseMoney } from '../../lib/base/money.ts'
import type { RpcError } from '../../lib/contracts/envelope.ts'
import type { Order, SubmitAnswer, SubmitRequest } from '../../lib/contracts/exec.ts'
import { type OrderTerms, termsIn } from '../../lib/model/order-terms.ts'
import { intentKey } from './keys.ts'
import type { Entry } from './registry.ts'
import type { ExecState } from './state.ts'
import type { Turn } from './turn.ts'

/** The answer that a submitter gets. */
export type SubmitOutcome = { readonly ok: true; readonly body: SubmitAnswer } | { readonly ok: false; readonly error: RpcError }

const canonical = (text: string): string => {
  const amount = parseMoney(text)
  return amount === null ? text : formatMoney(amount)
}

const SEEDS = [0x811c9dc5, 0x9747b28c] as const

const fnv = (text: string, seed: number): string => {
  let hash = seed
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}

const AMOUNTS = ['stopPrice', 'icebergQty', 'quoteQty'] as const

/** The terms that only some orders have, amounts in canonical form. */
const canonicalTerms = (request: SubmitRequest): OrderTerms => {
  const amounts = AMOUNTS.flatMap((name) => (request[name] === undefined ? [] : [[name, canonical(request[name])] as const]))
  return { ...termsIn(request), ...Object.fromEntries(amounts) }
}

/** Short identity of what an intent asks for; equal amounts hash alike however they are written. */
export const bodyHash = (request: SubmitRequest): string => {
  const { strategyId, intentId, symbol, side, type, tif, price, qty, postOnly, reduceOnly } = request
  const amounts = [price === undefined ? null : canonical(price), canonical(qty)]
  const terms = canonicalTerms(request)
  const rare = Object.keys(terms).length === 0 ? [] : [terms]
  const text = JSON.stringify([strategyId, intentId, symbol, side, type, tif, ...amounts, postOnly, reduceOnly, ...rare])
  return SEEDS.map((seed) => fnv(text, seed)).join('')
}

/** The next client order id of this incarnation; never used twice. */
export const nextClientOrderId = (state: ExecState, strategyId: string): string => {
  state.orderSeq += 1
  return formatClientOrderId({ strategyTag: strategyTag(strategyId), epoch: state.epoch, seq: state.orderSeq, kind: 'n' })
}

/** The order as it is born. */
export const orderOf = (turn: Turn, request: SubmitRequest, clientOrderId: string): Order => ({
  clientOrderId,
  intentId: request.intentId,
  strategyId: request.strategyId,
  symbol: request.symbol,
  side: request.side,
  type: request.type === 'limit' && request.postOnly ? 'limitMaker' : request.type,
  tif: request.tif,
  qty: canonical(request.qty),
  price: request.price === undefined || request.type === 'market' ? null : canonical(request.price),
  ...canonicalTerms(request),
  postOnly: request.postOnly || request.type === 'limitMaker',
  reduceOnly: request.reduceOnly,
  status: 'NEW_LOCAL',
  pending: 'none',
  venueOrderId: null,
  filledQty: '0',
  filledQuote: '0',
  settled: false,
  reason: '',
  flags: [],
  createdUs: turn.nowUs,
  updatedUs: turn.nowUs,
})

const outcomeOf = ({ order: { clientOrderId }, detail: { refusal, hint } }: Entry): SubmitOutcome =>
  refusal === null ? { ok: true, body: { clientOrderId, ...(hint === undefined ? {} : { hint }) } } : { ok: false, error: refusal }

/** The stored answer of an intent that came before; null for a new one. */
export const storedOutcome = (state: ExecState, request: SubmitRequest): SubmitOutcome | null => {
  const known = state.registry.byIntent.get(intentKey(request.strategyId, request.intentId))
  const entry = known === undefined ? undefined : state.registry.entries.get(known)
  if (entry === undefined) return null
  if (entry.detail.bodyHash === bodyHash(request)) return outcomeOf(entry)
  const message = `intent '${request.intentId}' of strategy '${request.strategyId}' was used for another order`
  return { ok: false, error: { code: 'INTENT_ID_REUSED', category: 'reject', message } }
}
