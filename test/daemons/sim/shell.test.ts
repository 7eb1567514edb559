import t from 'tap'
import { simDefaults } from '../../../src/daemons/sim/config.ts'
import type { SimIn } from '../../../src/daemons/sim/events.ts'
import { simDaemon } from '../../../src/daemons/sim/shell.ts'
import { TradeError } from '../../../src/lib/base/errors.ts'
import type { ServerResponse } from '../../../src/lib/ports/http.ts'
import type { Feed } from '../../../src/lib/ports/records.ts'
import { shellPorts } from '../../kit/shell-ports.ts'
import { hmac } from '../../kit/sim-desk.ts'

const rig = (feed: Feed | null = null) => {
  const offered: SimIn[] = []
  const truth: unknown[] = []
  let closed = 0
  const log = {
    append: (record: unknown) => void truth.push(record),
    close: () => {
      closed += 1
    },
  }
  const spec = simDaemon({ hmac, secrets: {} })
  const ports = { ...shellPorts().ports, feed, truth: log }
  const shell = spec.shell({ config: simDefaults, ports, offer: (input) => void offered.push(input) })
  return { shell, offered, truth, closed: () => closed }
}

t.test('gives each request an id and answers it once', async (t) => {
  const { shell, offered } = rig()
  const responses: ServerResponse[] = []
  shell.http?.request({ method: 'GET', path: '/api/v3/ping', query: '', headers: {}, body: '' }, (response) => responses.push(response))
  t.match(offered, [{ type: 'http.request', requestId: 'h1', method: 'GET', path: '/api/v3/ping' }])
  const respond = { type: 'http.respond', requestId: 'h1', status: 200, headers: { a: 'b' }, body: '{}' } as const
  shell.perform(respond)
  shell.perform(respond)
  t.strictSame(responses, [{ status: 200, headers: { a: 'b' }, body: '{}' }])
})

t.test('refuses sockets at addresses that no venue has, and all while upgrades are refused', async (t) => {
  const { shell } = rig()
  const refusals = (): unknown[] => ['/ws/btcusdt@trade', '/nope', '/fapi'].map((path) => shell.http?.refusal?.(path))
  t.strictSame(refusals(), [null, 404, 404])
  shell.perform({ type: 'upgrades', status: 503 })
  t.strictSame(refusals(), [503, 503, 503])
})

t.test('carries texts of a socket both ways until it closes', async (t) => {
  const { shell, offered } = rig()
  const sent: string[] = []
  const codes: number[] = []
  let onText: (text: string) => void = () => undefined
  let onClosed: () => void = () => undefined
  shell.http?.socket?.({
    path: '/ws',
    query: '',
    send: (text) => void sent.push(text),
    close: (code) => void codes.push(code),
    onText: (fn) => {
      onText = fn
    },
    onClosed: (fn) => {
      onClosed = fn
    },
  })
  onText('hello')
  shell.perform({ type: 'socket.send', socketId: 's1', text: 'frame' })
  shell.perform({ type: 'socket.close', socketId: 's1', code: 1001 })
  onClosed()
  shell.perform({ type: 'socket.send', socketId: 's1', text: 'late' })
  t.strictSame([sent, codes], [['frame'], [1001]])
  t.strictSame(
    offered.map(({ type }) => type),
    ['socket.opened', 'socket.text', 'socket.closed'],
  )
})

t.test('pulls lines with their place, then the end, and hands damage on', async (t) => {
  const pages = [['a', 'b'], []]
  const feed: Feed = { pull: () => pages.shift() ?? [], place: () => ({ file: 'f', line: 12, round: 0 }), heads: () => ['a'], close: () => undefined }
  const { shell, offered } = rig(feed)
  shell.perform({ type: 'feed.open', count: 1 })
  shell.perform({ type: 'feed.pull', count: 2 })
  shell.perform({ type: 'feed.pull', count: 2 })
  t.strictSame(offered, [
    { type: 'feed.opened', lines: ['a'] },
    { type: 'feed.lines', chunks: [{ lines: ['a', 'b'], file: 'f', firstLine: 11, round: 0 }] },
    { type: 'feed.ended' },
  ])
  const broken = rig({
    pull: () => {
      throw new TradeError('RECORDING_DAMAGED', 'damaged at line 3', { exit: 65 })
    },
    heads: () => [],
    close: () => undefined,
  })
  broken.shell.perform({ type: 'feed.pull', count: 2 })
  t.strictSame(broken.offered, [{ type: 'feed.damaged', message: 'damaged at line 3', exit: 65 }])
})

t.test('appends to the truth log and closes it', async (t) => {
  const { shell, truth, closed } = rig()
  shell.perform({ type: 'truth', record: { seq: 1 } })
  let isDone = false
  shell.close(() => {
    isDone = true
  })
  t.strictSame([truth, closed(), isDone], [[{ seq: 1 }], 1, true])
})
