/** Parameters of a call in the order in which they are sent; a text is not yet percent-encoded. */
export type VenueParams = readonly (readonly [name: string, value: string | number])[]

/** A call as the venue's adapter wrote it; it lacks key and signature; the link adds both for `signed`, the key alone for `key`. */
export interface VenueRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Path without the query. */
  readonly path: string
  readonly params: VenueParams
  readonly security: 'none' | 'key' | 'signed'
  /** Name of the same call on the venue's WebSocket API; missing where there is none. */
  readonly api?: string
}

/**
 * What became of a call. With `ok: false`, `sent` tells whether the venue may have received it: then the outcome is unknown.
 * `isShared`: the same event ended another call too, which was told first; it is one failure of the venue, not many.
 */
export type VenueResult =
  | { readonly ok: true; readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string; readonly sentMonoUs: number }
  | { readonly ok: false; readonly sent: boolean; readonly reason: string; readonly sentMonoUs: number; readonly isShared?: boolean }

/** A frame of the venue's WebSocket API; with `sign` the link adds the key and the signature over the sorted params. */
export interface VenueFrame {
  readonly id: number
  readonly method: string
  readonly params: Readonly<Record<string, string | number | boolean>>
  readonly sign: boolean
}

/** What a socket tells its user: `opened` at most once, then frames, `closed` exactly once and last (code as RFC 6455, 1006 without a goodbye). */
export interface VenueSocketHandlers {
  opened(): void
  /** A text frame exactly as the venue sent it. */
  text(text: string): void
  /** The same frame as the bytes of its text, which stay as they are; who gives this gets no `text`. */
  bytes?(frame: Uint8Array): void
  closed(code: number, reason: string): void
}

/** An open, or opening, WebSocket to the venue. After `closed` it is dead. */
export interface VenueSocket {
  send(text: string): void
  sendFrame(frame: VenueFrame): void
  close(): void
}

/** The way to one venue's account: REST calls and WebSockets. It holds the key; nobody behind it does. */
export interface VenueLink {
  send(request: VenueRequest, timeoutUs: number, done: (result: VenueResult) => void): void
  /** `path` with its query, on the stream or API host of the venue. */
  openSocket(path: string, handlers: VenueSocketHandlers): VenueSocket
  close(): void
}
