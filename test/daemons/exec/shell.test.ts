import t from 'tap'
import type { ExecIn, ExecOwnOut } from '../../../src/daemons/exec/events.ts'
import { execDaemon } from '../../../src/daemons/exec/shell.ts'
import type { Bus } from '../../../src/lib/ports/bus.ts'
import type { Clock } from '../../../src/lib/ports/clock.ts'
import type { VenueLink, VenueResult, VenueSocketHandlers } from '../../../src/lib/ports/venue.ts'
import { binanceOrders } from '../../../src/lib/venues/binance/orders.ts'
import { config } from './rig.ts'

const request = { method: 'GET', path: '/x', params: [], security: 'none', cost: { weight: 1, orders: 0 } } as const

interface Desk {
  readonly inputs: ExecIn[]
  readonly calls: Array<{ readonly path: string; readonly done: (result: VenueResult) => void }>
  readonly sockets: Array<{ readonly handlers: VenueSocketHandlers; closed: boolean; readonly frames: unknown[] }>
  kill: () => void
  ended: number
}

const deskOf = (): { desk: Desk; perform: (out: ExecOwnOut) => void; close: () => void } => {
  const desk: Desk = { inputs: [], calls: [], sockets: [], kill: () => undefined, ended: 0 }
  const venue: VenueLink = {
    send: ({ path }, _timeoutUs, done) => void desk.calls.push({ path, done }),
    openSocket: (_path, handlers) => {
      const socket = { handlers, closed: false, frames: [] as unknown[] }
      desk.sockets.push(socket)
      return {
        send: () => undefined,
        sendFrame: (frame) => void socket.frames.push(frame),
        close: () => {
          socket.closed = true
        },
      }
    },
    close: () => {
      desk.ended += 1
    },
  }
  const quiet = { after: () => () => undefined, nowUs: () => 1, monoUs: () => 1, defer: () => undefined } as unknown as Clock
  const bus = { subscribe: () => () => undefined } as unknown as Bus
  const watchKill = (onKill: () => void) => {
    desk.kill = onKill
    return () => {
      desk.ended += 1
    }
  }
  const ports = { clock: quiet, bus, log: { write: () => undefined }, venue, watchKill }
  const shell = execDaemon({ venue: binanceOrders }).shell({ config, ports, offer: (input) => void desk.inputs.push(input) })
  return { desk, perform: (out) => shell.perform(out), close: () => shell.close(() => undefined) }
}

t.test('calls go to the venue and their answers come back by id', async (t) => {
  const { desk, perform } = deskOf()
  perform({ type: 'venue.send', id: 'query|a', request, timeoutUs: 5 })
  const headers = { 'retry-after': '3', 'x-mbx-used-weight-1m': '5' }
  desk.calls[0]?.done({ ok: true, status: 200, headers: { ...headers, date: 'today' }, body: '{}', sentMonoUs: 1 })
  t.same(desk.inputs, [{ type: 'venue.answered', id: 'query|a', result: { ok: true, status: 200, headers, body: '{}', sentMonoUs: 1 } }])
})

t.test('an order is posted once by its record', async (t) => {
  const { desk, perform } = deskOf()
  const numbers = { serverMs: 1, recvWindowMs: 2, deadServerMs: 3, timeoutUs: 4 }
  perform({ type: 'order.sent', clientOrderId: 'a', bodyHash: 'h', request: { ...request, path: '/order' }, ...numbers })
  t.same(
    desk.calls.map(({ path }) => path),
    ['/order'],
  )
  desk.calls[0]?.done({ ok: false, sent: true, reason: 'timeout', sentMonoUs: 1 })
  t.match(desk.inputs[0], { id: 'new|a', result: { ok: false, sent: true } })
})

t.test('an answer larger than a frame of the journal comes in parts, the last one with the rest', async (t) => {
  const { desk, perform } = deskOf()
  const body = 'abc'.repeat(20_000)
  perform({ type: 'venue.send', id: 'x', request, timeoutUs: 5 })
  desk.calls[0]?.done({ ok: true, status: 200, headers: {}, body, sentMonoUs: 1 })
  t.same(
    desk.inputs.map(({ type }) => type),
    ['venue.part', 'venue.part', 'venue.part', 'venue.answered'],
  )
  const texts = desk.inputs.map((input) =>
    input.type === 'venue.part' ? input.text : input.type === 'venue.answered' && input.result.ok ? input.result.body : '',
  )
  t.equal(texts.join(''), body)
})

t.test('an answer beyond all measure is no answer', async (t) => {
  const { desk, perform } = deskOf()
  perform({ type: 'venue.send', id: 'x', request, timeoutUs: 5 })
  desk.calls[0]?.done({ ok: true, status: 200, headers: {}, body: 'x'.repeat(17 * 1024 * 1024), sentMonoUs: 1 })
  t.match(desk.inputs, [{ type: 'venue.answered', result: { ok: false, sent: true } }])
})

t.test('the user stream is one socket at a time', async (t) => {
  const { desk, perform } = deskOf()
  perform({ type: 'stream.open', generation: 1, path: '/ws' })
  perform({ type: 'stream.open', generation: 2, path: '/ws' })
  t.same(
    desk.sockets.map(({ closed }) => closed),
    [true, false],
  )
  desk.sockets[1]?.handlers.opened()
  desk.sockets[1]?.handlers.text('{}')
  desk.sockets[1]?.handlers.closed(1006, 'gone')
  perform({ type: 'stream.frame', frame: { id: 1, method: 'm', params: {}, sign: true } })
  t.equal(desk.sockets[1]?.frames.length, 1)
  t.same(desk.inputs, [
    { type: 'stream.opened', generation: 2 },
    { type: 'stream.text', generation: 2, text: '{}' },
    { type: 'stream.closed', generation: 2, reason: 'gone' },
  ])
})

t.test('the kill file becomes an input, and closing frees everything', async (t) => {
  const { desk, perform, close } = deskOf()
  desk.kill()
  t.same(desk.inputs, [{ type: 'kill.file' }])
  perform({ type: 'stream.open', generation: 1, path: '/ws' })
  close()
  t.equal(desk.sockets[0]?.closed, true)
  t.equal(desk.ended, 2)
})
