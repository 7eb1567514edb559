import process from 'node:process'
import { TradeError } from '../base/errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { Signer } from '../ports/signer.ts'
import type { VenueLink, VenueRequest, VenueSocket } from '../ports/venue.ts'
import { VenueApi } from './venue-api.ts'
import { openVenueRest } from './venue-rest.ts'
import { signRequest } from './venue-signing.ts'
import { openVenueSocket } from './venue-socket.ts'

/** How calls go to the venue. */
export type CallRoute = 'auto' | 'api' | 'rest'

export interface VenueLinkOptions {
  /** `http://127.0.0.1:9000`: REST, and sockets too unless they live elsewhere. A path in it comes before every other. */
  readonly endpoint: string
  /** Market streams: `wss://host`. */
  readonly streamEndpoint?: string
  /** WebSocket API, whose paths begin with `/ws-api`. */
  readonly apiEndpoint?: string
  /** Path at which it takes calls; `/ws-api/v3` when missing. */
  readonly apiPath?: string
  /** Missing: only public calls. */
  readonly signer?: Signer
  /** How calls go that the WebSocket API knows: over it alone, over it while it is open, or never. `rest` when missing. */
  readonly route?: CallRoute
  readonly clock: Clock
}

const API_PATH = '/ws-api'
const CALLS_PATH = '/ws-api/v3'

interface Place {
  readonly origin: string
  /** What every path begins with. */
  readonly base: string
}

const placeOf = (text: string): Place => {
  const url = URL.parse(text)
  if (url !== null && /^(?:https?|wss?):$/.test(url.protocol) && url.username === '')
    return { origin: `${url.protocol}//${url.host}`, base: url.pathname.replace(/\/$/, '') }
  throw new TradeError('ENDPOINT', `'${text}' is no endpoint`, { exit: 2, hint: 'write it as http://127.0.0.1:9000' })
}

const refuseOpenTls = (): void => {
  if (process.env.NODE_TLS_REJECT_UNAUTHORIZED !== '0') return
  throw new TradeError('TLS_UNVERIFIED', 'the environment switches the check of certificates off', {
    category: 'fatal',
    exit: 78,
    hint: 'unset NODE_TLS_REJECT_UNAUTHORIZED',
  })
}

const isApiCall = (request: VenueRequest): request is VenueRequest & { readonly api: string } => request.api !== undefined

/** The way to one venue. ENDPOINT (exit 2) when an address is malformed; signing without a key is a BugError. */
export const openVenueLink = ({ endpoint, streamEndpoint, apiEndpoint, signer, clock, route = 'rest', apiPath = CALLS_PATH }: VenueLinkOptions): VenueLink => {
  refuseOpenTls()
  const wsOf = (text: string): string => {
    const { origin, base } = placeOf(text)
    return `${origin.replace(/^http/, 'ws')}${base}`
  }
  const hosts = { stream: wsOf(streamEndpoint ?? endpoint), api: wsOf(apiEndpoint ?? endpoint) }
  const { origin, base } = placeOf(endpoint)
  const rest = openVenueRest(origin.replace(/^ws/, 'http'), clock)
  const sockets = new Set<VenueSocket>()
  const api = route === 'rest' ? null : new VenueApi(clock, (handlers) => openVenueSocket(`${hosts.api}${apiPath}`, handlers, signer))
  return {
    send: (request, timeoutUs, done) => {
      if (api !== null && isApiCall(request) && (api.isReady || route === 'api')) {
        api.send(request, timeoutUs, done)
        return
      }
      const signed = signRequest({ ...request, path: `${base}${request.path}` }, signer)
      rest.send({ method: request.method, signed, timeoutUs }, done)
    },
    openSocket: (path, handlers) => {
      const closed = (code: number, reason: string): void => {
        sockets.delete(socket)
        handlers.closed(code, reason)
      }
      const url = `${path.startsWith(API_PATH) ? hosts.api : hosts.stream}${path}`
      const socket = openVenueSocket(url, { ...handlers, closed }, signer)
      sockets.add(socket)
      return socket
    },
    close: () => {
      rest.close()
      api?.close()
      for (const socket of sockets) socket.close()
    },
  }
}
