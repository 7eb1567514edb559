import type { HttpRequest, Turn } from '../events.ts'
import type { Gate } from '../spot/auth.ts'
import { advanceFutures, tickFutures } from './clock.ts'
import type { Futures } from './futures.ts'
import { handleUsdmRequest } from './rest.ts'
import { handleUsdmFrame } from './ws-api.ts'

export const FUTURES_TIMER = 'futures'
/** Looks at the margin of every account cost more than looks at a market. */
const LEAST_STEP_MS = 20

interface OpenedSocket {
  readonly socketId: string
  readonly path: string
  readonly query: string
  /** Of the client's host. */
  readonly address?: string
}

/** The futures' doors to the outside: what is theirs, they take. */
export interface FuturesDoors {
  /** True when the request was for futures; it is answered. */
  request(request: HttpRequest, turn: Turn): boolean
  /** True when the socket is a user stream or speaks the WebSocket API of futures. */
  opened(socket: OpenedSocket): boolean
  /** True when the text came over such a socket. */
  text(socketId: string, text: string, turn: Turn): boolean
  closed(socketId: string): void
  /** Open sockets: those that call, or those that listen to an account. */
  sockets(kind: 'api' | 'user'): Iterable<string>
  /** True when the socket speaks the WebSocket API. */
  isCaller(socketId: string): boolean
  tick(turn: Turn): void
  /** Lets clients in and begins to look at the clock. */
  start(turn: Turn): void
}

const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

export const createFuturesDoors = (futures: Futures, gate: Gate, stepMs: number): FuturesDoors => {
  /** Addresses of the sockets that call. */
  const callers = new Map<string, string>()
  const arm = (turn: Turn): void => turn.emit({ type: 'timer.set', id: FUTURES_TIMER, afterUs: Math.max(LEAST_STEP_MS, stepMs) * 1_000 })
  return {
    request: (request, turn) => {
      if (!request.path.startsWith('/fapi/')) return false
      if (futures.open) advanceFutures(futures, turn)
      handleUsdmRequest(futures, gate, { request, turn })
      return true
    },
    opened: ({ socketId, path, query, address = '' }) => {
      if (path.startsWith('/ws-fapi/')) callers.set(socketId, address)
      else if (path.startsWith('/private/') || futures.keys.knows(lastPart(path))) futures.keys.open(socketId, { path, query })
      else return false
      return true
    },
    text: (socketId, text, turn) => {
      if (futures.keys.has(socketId)) {
        futures.keys.control(socketId, text, turn)
        return true
      }
      const address = callers.get(socketId)
      if (address === undefined) return false
      if (futures.open) advanceFutures(futures, turn)
      handleUsdmFrame(futures, gate, { socketId, address, text, turn })
      return true
    },
    closed: (socketId) => {
      callers.delete(socketId)
      futures.keys.close(socketId)
    },
    sockets: (kind) => (kind === 'api' ? callers.keys() : futures.keys.sockets()),
    isCaller: (socketId) => callers.has(socketId),
    tick: (turn) => {
      tickFutures(futures, turn)
      arm(turn)
    },
    start: (turn) => {
      futures.open = true
      if (futures.contracts.size > 0) arm(turn)
    },
  }
}
