import type { HttpRequest, Turn } from '../events.ts'
import { marketOf, type Venue } from '../venue.ts'
import { runCall } from './calls.ts'
import type { DepthWait } from './depth-waits.ts'
import { depthBody } from './market-routes.ts'
import { type Params, parseParams, signedPayload } from './params.ts'
import { Refusal, refusals } from './refusal.ts'
import { inMicroseconds, wantsMicroseconds } from './time-unit.ts'

const respond = (
  turn: Turn,
  requestId: string,
  answer: { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: unknown },
): void => {
  turn.emit({ type: 'http.respond', requestId, status: answer.status, headers: answer.headers, body: JSON.stringify(answer.body) })
}

const readRequest = (request: HttpRequest): { readonly params: Params; readonly inMicro: boolean } | Refusal => {
  try {
    return { params: parseParams(request.query, request.body), inMicro: wantsMicroseconds(request.headers['x-mbx-time-unit']) }
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

/** Answers a REST request, at once or when the book that it asks for has arrived. */
export const handleRequest = (venue: Venue, request: HttpRequest, turn: Turn): void => {
  const { requestId } = request
  const read = readRequest(request)
  if (read instanceof Refusal) {
    respond(turn, requestId, { status: read.status, headers: {}, body: { code: read.code, msg: read.message } })
    return
  }
  const { params, inMicro } = read
  const incoming = {
    key: `${request.method} ${request.path}`,
    params,
    payload: signedPayload(request.query, request.body),
    apiKey: request.headers['x-mbx-apikey'] ?? '',
    requestId,
    address: request.address ?? '',
  }
  const outcome = runCall(venue, incoming, turn)
  if (outcome.later) return
  respond(turn, requestId, inMicro ? { ...outcome, body: inMicroseconds(outcome.body) } : outcome)
}

/** Answers those who waited for a book that is there now. */
export const answerWaits = (venue: Venue, waits: readonly DepthWait[], turn: Turn): void => {
  for (const { requestId, symbol, limit, headers } of waits) {
    const market = marketOf(venue, symbol)
    if (market?.replica.ready === true) respond(turn, requestId, { status: 200, headers, body: depthBody(venue, market, limit) })
    else {
      const { status, code, message } = refusals.noBook()
      respond(turn, requestId, { status, headers, body: { code, msg: message } })
    }
  }
}
