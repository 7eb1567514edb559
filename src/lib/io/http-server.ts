import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse as NodeResponse, type Server, STATUS_CODES } from 'node:http'
import type { Server as NetServer } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { TradeError } from '../base/errors.ts'
import type { HttpHandler, HttpServer, ServerRequest, ServerResponse } from '../ports/http.ts'
import { BODY_BYTES_MAX, readBody } from './http-body.ts'
import { serverSocket } from './http-socket.ts'
import { formatAddress, type ListenAddress, parseListenAddress } from './loopback.ts'
import { findPortHolder } from './port-holder.ts'
import { type TlsKeys, tlsDoor } from './tls-door.ts'

const HEADER_BYTES_MAX = 64 * 1024
const HEADER_COUNT_MAX = 100
const HEADERS_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 30_000
/** Longer than a client keeps an idle connection, so that it closes first and no request meets a closing socket. */
const IDLE_MS = 65_000
const CHECK_EVERY_MS = 2_000
const FRAME_BYTES_MAX = 1024 * 1024
const CLOSE_GOING_AWAY = 1001

const ABSENT: HttpHandler = { request: (_request, respond) => respond({ status: 503, body: '{"error":"starting"}\n' }) }
const TOO_LARGE: ServerResponse = { status: 413, headers: { connection: 'close' }, body: `{"error":"the body is above ${BODY_BYTES_MAX} bytes"}\n` }

const headersOf = (incoming: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]))

const splitUrl = (url = ''): { readonly path: string; readonly query: string } => {
  const mark = url.indexOf('?')
  return mark < 0 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark + 1) }
}

const requestOf = (incoming: IncomingMessage, body: string): ServerRequest => ({
  method: incoming.method ?? '',
  ...splitUrl(incoming.url),
  headers: headersOf(incoming),
  body,
  address: incoming.socket.remoteAddress ?? '',
})

/** Writes the first answer; a client that has gone and a second answer are ignored. */
const responder =
  (outgoing: NodeResponse) =>
  (response: ServerResponse): void => {
    if (outgoing.headersSent || outgoing.destroyed) return
    outgoing.writeHead(response.status, {
      'content-type': 'application/json',
      ...response.headers,
      'content-length': String(new TextEncoder().encode(response.body).length),
    })
    outgoing.end(response.body)
  }

const refuseUpgrade = (socket: Duplex, status: string): void => void socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)

const taken = ({ host, port }: ListenAddress, cause: unknown): TradeError => {
  const holder = findPortHolder(port)
  const who = holder === undefined ? 'another process' : `pid ${holder.pid} (${holder.command})`
  return new TradeError('PORT_TAKEN', `cannot listen on '${formatAddress({ host, port })}': the port is taken by ${who}`, {
    category: 'fatal',
    exit: 10,
    hint: 'stop that process, or use port 0 for any free port',
    cause,
  })
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')

const listen = async (server: NetServer, address: ListenAddress): Promise<ListenAddress> => {
  try {
    const listening = once(server, 'listening')
    server.listen(address.port, address.host)
    await listening
  } catch (error) {
    if (codeOf(error) === 'EADDRINUSE') throw taken(address, error)
    throw new TradeError('HTTP_LISTEN', `cannot listen on '${formatAddress(address)}': ${codeOf(error)}`, { category: 'fatal', exit: 10, cause: error })
  }
  const bound = server.address()
  return { host: address.host, port: typeof bound === 'object' && bound !== null ? bound.port : address.port }
}

const newServer = (): Server => {
  const server = createServer({
    maxHeaderSize: HEADER_BYTES_MAX,
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: IDLE_MS,
    connectionsCheckingInterval: CHECK_EVERY_MS,
  })
  server.maxHeadersCount = HEADER_COUNT_MAX
  return server
}

interface Listening {
  readonly server: Server
  readonly sockets: WebSocketServer
  /** Listens in place of the server when both speak on one port. */
  readonly door: (NetServer & { cut(): void }) | null
}

const closeAll = ({ server, sockets, door }: Listening, done: () => void): void => {
  for (const client of sockets.clients) {
    client.close(CLOSE_GOING_AWAY)
    client.terminate()
  }
  if (door === null) server.close(() => done())
  else door.close(() => done())
  server.closeAllConnections()
  door?.cut()
}

/**
 * Listens on a loopback address (`[HOST:]PORT`, port 0 for any).
 * With keys it speaks TLS as well, on the same port.
 * HTTP_ADDRESS (exit 2) for any other address, PORT_TAKEN (exit 10) with the holder's pid when somebody listens there.
 */
export const openHttpServer = async (text: string, tls?: TlsKeys): Promise<HttpServer> => {
  const server = newServer()
  const door = tls === undefined ? null : tlsDoor(server, tls)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: FRAME_BYTES_MAX, perMessageDeflate: false })
  let handler = ABSENT
  server.on('request', (incoming, outgoing) => {
    const respond = responder(outgoing)
    readBody(incoming, (body) => {
      if (body === null) respond(TOO_LARGE)
      else handler.request(requestOf(incoming, body), respond)
    })
  })
  server.on('upgrade', (incoming, socket, head) => {
    const accept = handler.socket?.bind(handler)
    socket.on('error', () => socket.destroy())
    const refused = handler.refusal?.(splitUrl(incoming.url).path) ?? null
    if (refused !== null) refuseUpgrade(socket, `${refused} ${STATUS_CODES[refused] ?? 'Refused'}`)
    else if (accept === undefined) refuseUpgrade(socket, handler === ABSENT ? '503 Service Unavailable' : '404 Not Found')
    else
      sockets.handleUpgrade(incoming, socket, head, (client) =>
        accept(serverSocket(client, { ...splitUrl(incoming.url), address: incoming.socket.remoteAddress ?? '' })),
      )
  })
  const address = formatAddress(await listen(door ?? server, parseListenAddress(text)))
  return {
    address,
    handle: (next) => {
      handler = next
    },
    close: (done) => closeAll({ server, sockets, door }, done),
  }
}
