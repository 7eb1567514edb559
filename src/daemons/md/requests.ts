import { nearest } from '../../lib/base/nearest.ts'
import type { RpcError } from '../../lib/contracts/envelope.ts'
import { toInfo } from '../../lib/contracts/instrument-info.ts'
import type { InstrumentsAnswer, SnapshotRequest, SubscribeAnswer, SubscribeRequest } from '../../lib/contracts/market.ts'
import type { MarketHealthRequest, ResyncAnswer, ResyncRequest } from '../../lib/contracts/market-health.ts'
import type { CommonIn } from '../../lib/daemon/effects.ts'
import { healthOf } from './health-report.ts'
import { horizonOf } from './known-levels.ts'
import { links } from './links.ts'
import { orderbookOf } from './outgoing.ts'
import type { Step } from './state.ts'
import { sync } from './sync.ts'

type Request = Extract<CommonIn, { type: 'rpc.requested' }>
type Answer = (step: Step, request: Request) => void

/** As many as the settings may name from the start, and as the ring has room for. */
const SYMBOLS_MAX = 1_000
/** A book of more levels does not fit its contract. */
const WHOLE_BOOK_LEVELS = 5_000

const refuse = ({ emit }: Step, { requestId }: Request, error: RpcError): void => emit({ type: 'rpc.reply', requestId, answer: { ok: false, error } })

const accept = ({ emit }: Step, { requestId }: Request, body: unknown): void => emit({ type: 'rpc.reply', requestId, answer: { ok: true, body } })

/** Names of `known` that a mistyped symbol may have meant, as a sentence. */
export const nearestHint = (symbol: string, known: Iterable<string>): string => {
  const names = nearest(symbol, known)
  return names.length === 0 ? 'no name is near it' : `did you mean ${names.map((name) => `'${name}'`).join(', ')}?`
}

const unknownSymbol = (symbol: string, venue: string, known: Iterable<string>): RpcError => ({
  code: 'UNKNOWN_SYMBOL',
  category: 'reject',
  message: `symbol '${symbol}' is unknown to '${venue}'`,
  hint: nearestHint(symbol, known),
})

const tooMany = (followedCount: number, wantedCount: number): RpcError => ({
  code: 'TOO_MANY_SYMBOLS',
  category: 'reject',
  message: `${wantedCount} more symbols beside the ${followedCount} that are followed: at most ${SYMBOLS_MAX} are`,
})

const snapshot: Answer = (step, request) => {
  const { symbol } = request.body as SnapshotRequest
  const line = step.state.lines.get(symbol)
  if (line === undefined) refuse(step, request, unknownSymbol(symbol, 'md', step.state.lines.keys()))
  else step.emit({ type: 'snapshot.reply', requestId: request.requestId, book: orderbookOf(line, WHOLE_BOOK_LEVELS), horizon: horizonOf(line) })
}

const subscribe: Answer = (step, request) => {
  const { lines, instruments, config } = step.state
  const wanted = [...new Set((request.body as SubscribeRequest).symbols)].filter((symbol) => !lines.has(symbol))
  const unknown = wanted.find((symbol) => !instruments.has(symbol))
  if (unknown !== undefined) {
    refuse(step, request, unknownSymbol(unknown, step.venue.name, instruments.keys()))
    return
  }
  if (lines.size + wanted.length > SYMBOLS_MAX) {
    refuse(step, request, tooMany(lines.size, wanted.length))
    return
  }
  links.follow(
    step,
    wanted.flatMap((symbol) => instruments.get(symbol) ?? []),
  )
  accept(step, request, { symbols: [...lines.keys()], channels: config.channels, bars: config.bars } satisfies SubscribeAnswer)
}

const instruments: Answer = (step, request) =>
  accept(step, request, { instruments: [...step.state.instruments.values()].map(toInfo) } satisfies InstrumentsAnswer)

const health: Answer = (step, request) => {
  const { symbols } = request.body as MarketHealthRequest
  accept(step, request, healthOf(step, symbols === undefined ? null : new Set(symbols)))
}

const resync: Answer = (step, request) => {
  const { symbol } = request.body as ResyncRequest
  const line = step.state.lines.get(symbol)
  if (line === undefined) {
    refuse(step, request, unknownSymbol(symbol, 'md', step.state.lines.keys()))
    return
  }
  sync.lose(step, line, 'asked to start again')
  accept(step, request, { symbol, state: line.state } satisfies ResyncAnswer)
}

const ANSWERS: ReadonlyMap<string, Answer> = new Map([
  ['md.snapshot', snapshot],
  ['md.subscribe', subscribe],
  ['md.instruments', instruments],
  ['md.health', health],
  ['md.resync', resync],
])

/** Answers a request of a peer. */
export const answerRequest: Answer = (step, request) => {
  const answer = ANSWERS.get(request.method)
  if (answer === undefined) {
    refuse(step, request, { code: 'UNKNOWN_METHOD', category: 'reject', message: `'${request.method}' is no request of 'md'` })
  } else if (step.state.phase !== 'running') {
    refuse(step, request, { code: 'NOT_READY', category: 'retry', message: 'the instruments of the venue are not known yet' })
  } else answer(step, request)
}
