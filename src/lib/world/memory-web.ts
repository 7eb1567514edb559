import type { HttpHandler, HttpServer, ServerResponse, ServerSocket } from '../ports/http.ts'
import type { Signer } from '../ports/signer.ts'
import type { VenueFrame, VenueLink, VenueRequest, VenueResult, VenueSocket, VenueSocketHandlers } from '../ports/venue.ts'
import type { Faults } from './faults.ts'
import type { Kernel } from './kernel.ts'

const USER_STREAM = '/ws-api/v3'
const utf8 = new TextEncoder()

/** One HTTP address of a world and the links to it: the same texts as over TCP, only the TCP is missing. */
export interface MemoryWeb {
  /** A new server process; connections of the old one break. */
  serve(): HttpServer & { cut(): void }
  link(signer: Signer | null): VenueLink & { cut(): void }
}

interface Server {
  handler: HttpHandler | null
  alive: boolean
  readonly sockets: Set<Pipe>
}

/** How the link writes key and signature; the world's owner knows the venue's form. */
export interface SigningForm {
  rest(request: VenueRequest, signer: Signer | undefined): { readonly query: string; readonly headers: Readonly<Record<string, string>> }
  frame(frame: VenueFrame, signer: Signer): string
}

interface Web {
  readonly kernel: Kernel
  readonly faults: Faults
  readonly form: SigningForm
  server: Server | null
}

/** Delivers in order, each message with its own delay, like one TCP direction. */
const lane = (web: Web): ((run: () => void) => void) => {
  let lastUs = 0
  return (run) => {
    lastUs = Math.max(lastUs, web.kernel.nowUs() + web.faults.hopUs())
    web.kernel.after(lastUs - web.kernel.nowUs(), run)
  }
}

class Pipe {
  alive = true
  readonly toServer: (run: () => void) => void
  readonly toClient: (run: () => void) => void
  onText: (text: string) => void = () => undefined
  onClosed: () => void = () => undefined
  private isEnding = false
  private readonly web: Web
  private readonly handlers: VenueSocketHandlers
  private readonly path: string

  constructor(web: Web, path: string, handlers: VenueSocketHandlers) {
    this.web = web
    this.path = path
    this.handlers = handlers
    this.toServer = lane(web)
    this.toClient = lane(web)
  }

  /** The server's end. */
  serverSocket(query: string): ServerSocket {
    return {
      path: this.path,
      query,
      send: (text) => this.sendToClient(text),
      close: (code) => this.close(code, 'closed by the venue'),
      onText: (fn) => {
        this.onText = fn
      },
      onClosed: (fn) => {
        this.onClosed = fn
      },
    }
  }

  private sendToClient(text: string): void {
    const { faults } = this.web
    const isUser = this.path === USER_STREAM
    if (!isUser && faults.strikes('frameDrop')) return
    const times = isUser && text.includes('"event"') && faults.strikes('userDuplicate') ? 2 : 1
    for (let index = 0; index < times; index++) this.toClient(() => this.alive && this.show(text))
  }

  private show(text: string): void {
    if (this.handlers.bytes === undefined) this.handlers.text(text)
    else this.handlers.bytes(utf8.encode(text))
  }

  sendToServer(text: string): void {
    this.toServer(() => this.alive && this.onText(text))
  }

  close(code: number, reason: string): void {
    if (this.isEnding) return
    this.hangUp()
    this.toClient(() => {
      if (!this.alive) return
      this.alive = false
      this.handlers.closed(code, reason)
    })
  }

  /** The server hears once that it is over. */
  private hangUp(): void {
    if (this.isEnding) return
    this.isEnding = true
    this.web.server?.sockets.delete(this)
    this.toServer(() => this.onClosed())
  }

  /** The client died: the server hears of it, the client nothing. */
  drop(): void {
    this.alive = false
    this.hangUp()
  }
}

const serve = (web: Web): HttpServer & { cut(): void } => {
  const server: Server = { handler: null, alive: true, sockets: new Set() }
  web.server = server
  const cut = (): void => {
    server.alive = false
    for (const pipe of [...server.sockets]) pipe.close(1006, 'venue is gone')
  }
  return {
    address: 'memory',
    handle: (handler) => {
      server.handler = handler
    },
    cut,
    close: (done) => {
      cut()
      web.kernel.after(0, done)
    },
  }
}

class Link implements VenueLink {
  private readonly web: Web
  private readonly signer: Signer | null
  private readonly pipes = new Set<Pipe>()
  private alive = true

  constructor(web: Web, signer: Signer | null) {
    this.web = web
    this.signer = signer
  }

  readonly send = (request: VenueRequest, timeoutUs: number, done: (result: VenueResult) => void): void => {
    const { kernel, faults, server, form } = this.web
    const sentMonoUs = kernel.nowUs()
    let open = true
    const settle = (result: VenueResult): void => {
      if (!open || !this.alive) return
      open = false
      done(result)
    }
    if (server?.alive !== true || server.handler === null) {
      kernel.after(faults.hopUs(), () => settle({ ok: false, sent: false, reason: 'connection refused', sentMonoUs }))
      return
    }
    kernel.after(timeoutUs, () => settle({ ok: false, sent: true, reason: 'no answer in time', sentMonoUs }))
    const signed = form.rest(request, this.signer ?? undefined)
    const answered = (response: ServerResponse): void => {
      if (request.method === 'POST' && faults.strikes('lostAnswer')) return
      kernel.after(faults.hopUs(), () => settle({ ok: true, status: response.status, headers: response.headers ?? {}, body: response.body, sentMonoUs }))
    }
    kernel.after(faults.hopUs(), () => {
      if (server.alive)
        server.handler?.request({ method: request.method, path: request.path, query: signed.query, headers: signed.headers, body: '' }, answered)
    })
  }

  readonly openSocket = (path: string, handlers: VenueSocketHandlers): VenueSocket => {
    const [bare = '', query = ''] = path.split('?')
    const { server } = this.web
    const pipe = new Pipe(this.web, bare, handlers)
    if (server?.alive !== true || server.handler?.socket === undefined) {
      pipe.toClient(() => this.alive && handlers.closed(1006, 'connection refused'))
      pipe.alive = false
    } else {
      server.sockets.add(pipe)
      this.pipes.add(pipe)
      pipe.toServer(() => server.alive && server.handler?.socket?.(pipe.serverSocket(query)))
      pipe.toServer(() => pipe.toClient(() => pipe.alive && handlers.opened()))
    }
    return {
      send: (text) => pipe.sendToServer(text),
      sendFrame: (frame) =>
        pipe.sendToServer(
          frame.sign && this.signer !== null
            ? this.web.form.frame(frame, this.signer)
            : JSON.stringify({ id: frame.id, method: frame.method, params: frame.params }),
        ),
      close: () => pipe.close(1000, 'closed by us'),
    }
  }

  /** The process at this end died. */
  readonly cut = (): void => {
    this.alive = false
    for (const pipe of this.pipes) pipe.drop()
  }

  readonly close = (): void => this.cut()
}

export const memoryWeb = (options: { readonly kernel: Kernel; readonly faults: Faults; readonly form: SigningForm }): MemoryWeb => {
  const web: Web = { ...options, server: null }
  return { serve: () => serve(web), link: (signer) => new Link(web, signer) }
}
