/** A request as the daemon's handler sees it. Header names are lower case. */
export interface ServerRequest {
  readonly method: string
  /** Path without the query: `/api/v3/depth`. */
  readonly path: string
  /** Raw query string without the question mark, percent-encoded as received. */
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Of the client's host; absent where there is none. */
  readonly address?: string
}

/** What the handler answers. */
export interface ServerResponse {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Text; `content-type` is application/json unless a header says otherwise. */
  readonly body: string
}

/** One WebSocket of a client. */
export interface ServerSocket {
  readonly path: string
  readonly query: string
  /** Of the client's host; absent where there is none. */
  readonly address?: string
  send(text: string): void
  /** A binary frame; a client that reads text only must refuse it. */
  sendBinary?(text: string): void
  /** Breaks the connection without a closing handshake. */
  cut?(): void
  /** Pings the client so often, and drops it after a silence; both ms. Without it the server's own times hold. */
  keepAlive?(everyMs: number, silentMs: number): void
  /** A ping or a pong of the client came. */
  onPing?(fn: () => void): void
  /** Reads nothing any more, not even pings; the connection stays. */
  mute?(): void
  close(code: number): void
  onText(fn: (text: string) => void): void
  onClosed(fn: () => void): void
}

/** What a daemon does with requests. `respond` is called exactly once; a socket handler that is missing refuses upgrades. */
export interface HttpHandler {
  request(request: ServerRequest, respond: (response: ServerResponse) => void): void
  socket?(socket: ServerSocket): void
  /** Status that upgrades at a path are refused with now; null or absent: they are taken. */
  refusal?(path: string): number | null
}

/** The HTTP address of a daemon. */
export interface HttpServer {
  /** `127.0.0.1:PORT` once bound. */
  readonly address: string
  /** Sets the handler; requests before that get 503. */
  handle(handler: HttpHandler): void
  close(done: () => void): void
}
