import { msOf, type Turn } from '../events.ts'
import type { Gate } from '../spot/auth.ts'
import { paramsOf, sortedPayload } from '../spot/params.ts'
import type { Futures } from './futures.ts'
import { runUsdmCall } from './rest.ts'

/** Methods, each a REST call under another name. */
const SAME_AS: Readonly<Record<string, string>> = {
  ping: 'GET /fapi/v1/ping',
  time: 'GET /fapi/v1/time',
  exchangeInfo: 'GET /fapi/v1/exchangeInfo',
  depth: 'GET /fapi/v1/depth',
  'ticker.price': 'GET /fapi/v1/ticker/price',
  'ticker.book': 'GET /fapi/v1/ticker/bookTicker',
  'order.place': 'POST /fapi/v1/order',
  'order.modify': 'PUT /fapi/v1/order',
  'order.cancel': 'DELETE /fapi/v1/order',
  'order.status': 'GET /fapi/v1/order',
  'algoOrder.place': 'POST /fapi/v1/algoOrder',
  'algoOrder.cancel': 'DELETE /fapi/v1/algoOrder',
  'account.position': 'GET /fapi/v2/positionRisk',
  'v2/account.position': 'GET /fapi/v3/positionRisk',
  'account.balance': 'GET /fapi/v3/balance',
  'v2/account.balance': 'GET /fapi/v3/balance',
  'account.status': 'GET /fapi/v2/account',
  'v2/account.status': 'GET /fapi/v3/account',
  'userDataStream.start': 'POST /fapi/v1/listenKey',
  'userDataStream.ping': 'PUT /fapi/v1/listenKey',
  'userDataStream.stop': 'DELETE /fapi/v1/listenKey',
}

interface Frame {
  readonly id: unknown
  readonly method: string
  readonly values: ReadonlyMap<string, string>
}

const parseFrame = (text: string): Frame | null => {
  try {
    const { id = null, method, params = {} } = Object(JSON.parse(text)) as { id?: unknown; method?: unknown; params?: unknown }
    if (typeof method !== 'string') return null
    const values = Object.entries(Object(params)).map(([name, item]): [string, string] => [name, typeof item === 'string' ? item : JSON.stringify(item)])
    return { id, method: method.replace(/^v1\//, ''), values: new Map(values) }
  } catch {
    return null
  }
}

/** A frame and the client that it came from. */
export interface UsdmFrame {
  readonly socketId: string
  readonly address: string
  readonly text: string
  readonly turn: Turn
}

/** Answers one frame of the WebSocket API for futures. */
export const handleUsdmFrame = (futures: Futures, gate: Gate, at: UsdmFrame): void => {
  const { socketId, address, text, turn } = at
  const send = (body: unknown): void => turn.emit({ type: 'socket.send', socketId, text: JSON.stringify(body) })
  const frame = parseFrame(text)
  if (frame === null) {
    send({ id: null, status: 400, error: { code: -1000, msg: 'Malformed request.' } })
    return
  }
  const { id, method, values } = frame
  const key = SAME_AS[method]
  const params = paramsOf(values)
  const incoming = { key: key ?? '', params, payload: sortedPayload(values), apiKey: params.get('apiKey') ?? '', address }
  const outcome = key === undefined ? { status: 400, body: { code: -1000, msg: `Unknown method '${method}'` } } : runUsdmCall(futures, gate, { incoming, turn })
  const rateLimits = values.get('returnRateLimits') === 'false' ? {} : { rateLimits: futures.limiter.usage(msOf(turn), address) }
  send({ id, status: outcome.status, ...(outcome.status === 200 ? { result: outcome.body } : { error: outcome.body }), ...rateLimits })
}
