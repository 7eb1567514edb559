import { isTradeError, messageOf } from '../../lib/base/errors.ts'
import type { BasePorts, DaemonSpec, Shell, ShellContext } from '../../lib/daemon/shell.ts'
import type { HttpHandler, ServerResponse, ServerSocket } from '../../lib/ports/http.ts'
import type { LiveFeed } from '../../lib/ports/live-feed.ts'
import type { Feed, RecordLog } from '../../lib/ports/records.ts'
import type { SimConfig } from './config.ts'
import { createSimCore, type SimDeps } from './core.ts'
import type { SimIn, SimOut } from './events.ts'
import { pullLines } from './feed.ts'
import { simMetrics } from './metrics.ts'
import { isSocketPath } from './socket-paths.ts'
import type { Venue } from './venue.ts'

/** What the simulator touches: its recording, if any, and its truth log. */
export interface SimPorts extends BasePorts {
  readonly feed: Feed | null
  /** Another venue that drives the markets. */
  readonly live?: LiveFeed
  readonly truth: RecordLog
}

type Context = ShellContext<SimConfig, SimIn, SimPorts>
type Performers = { readonly [Type in SimOut['type']]: (out: Extract<SimOut, { type: Type }>) => void }

const EXIT_DAMAGED = 65

const pull = ({ ports, offer }: Context, count: number): void => {
  try {
    offer(pullLines(ports.feed, count))
  } catch (error) {
    offer({ type: 'feed.damaged', message: messageOf(error), exit: isTradeError(error) ? error.exit : EXIT_DAMAGED })
  }
}

/** Gives requests and sockets ids on their way in, and finds them again on the way out. */
const createDoors = ({ offer, config }: Context) => {
  const answers = new Map<string, (response: ServerResponse) => void>()
  const sockets = new Map<string, ServerSocket>()
  let count = 0
  const nextId = (kind: string): string => {
    count += 1
    return `${kind}${count}`
  }
  const http: HttpHandler = {
    request: (request, respond) => {
      const requestId = nextId('h')
      answers.set(requestId, respond)
      offer({ type: 'http.request', requestId, ...request })
    },
    socket: (socket) => {
      const socketId = nextId('s')
      sockets.set(socketId, socket)
      const { pingEveryMs = 20_000, silentMs = 60_000 } = config.sockets
      socket.keepAlive?.(pingEveryMs, silentMs)
      socket.onPing?.(() => offer({ type: 'socket.ping', socketId }))
      socket.onText((text) => offer({ type: 'socket.text', socketId, text }))
      socket.onClosed(() => {
        sockets.delete(socketId)
        offer({ type: 'socket.closed', socketId })
      })
      offer({ type: 'socket.opened', socketId, path: socket.path, query: socket.query, address: socket.address ?? '' })
    },
  }
  const respond = (requestId: string, response: ServerResponse): void => {
    answers.get(requestId)?.(response)
    answers.delete(requestId)
  }
  return { http, sockets, respond }
}

const CLOSE_GONE = 1006
const NO_SUCH_PATH = 404

/** Where a link knows no cut, a close without a reason is the nearest. */
const cut = (socket: ServerSocket | undefined): void => {
  if (socket?.cut === undefined) socket?.close(CLOSE_GONE)
  else socket.cut()
}

const simShell = (context: Context): Shell<SimOut> => {
  const { ports } = context
  const { http, sockets, respond } = createDoors(context)
  let refusal: number | null = null
  const perform: Performers = {
    'http.respond': ({ requestId, status, headers, body }) => respond(requestId, { status, headers, body }),
    'socket.send': ({ socketId, text }) => sockets.get(socketId)?.send(text),
    'socket.binary': ({ socketId, text }) => sockets.get(socketId)?.sendBinary?.(text),
    'socket.cut': ({ socketId }) => cut(sockets.get(socketId)),
    'socket.mute': ({ socketId }) => sockets.get(socketId)?.mute?.(),
    upgrades: ({ status }) => {
      refusal = status
    },
    'socket.close': ({ socketId, code }) => sockets.get(socketId)?.close(code),
    truth: ({ record }) => ports.truth.append(record),
    'feed.open': ({ count }) => context.offer({ type: 'feed.opened', lines: ports.feed?.heads(count) ?? [] }),
    'feed.pull': ({ count }) => pull(context, count),
    'live.open': () =>
      ports.live?.open({
        opened: (instruments) => context.offer({ type: 'live.opened', instruments }),
        lost: (symbols) => context.offer({ type: 'live.lost', symbols }),
        line: (text, snapshotOf) => context.offer({ type: 'live.line', text, ...(snapshotOf === undefined ? {} : { snapshotOf }) }),
      }),
    'live.snapshot': ({ symbol }) => ports.live?.snapshot(symbol),
  }
  return {
    http: { ...http, refusal: (path) => refusal ?? (isSocketPath(path) ? null : NO_SUCH_PATH) },
    perform: (out) => (perform[out.type] as (out: SimOut) => void)(out),
    close: (done) => {
      ports.feed?.close()
      ports.live?.close()
      ports.truth.close()
      done()
    },
  }
}

/** The simulator: a venue on loopback that speaks Binance spot. */
export const simDaemon = (deps: SimDeps): DaemonSpec<SimConfig, Venue, SimIn, SimOut, SimPorts> => ({
  name: 'sim',
  core: createSimCore(deps),
  shell: simShell,
  metrics: simMetrics,
})
