import t from 'tap'
import { createMdCore } from '../../../src/daemons/md/core.ts'
import type { MdInput } from '../../../src/daemons/md/events.ts'
import { mdDaemon } from '../../../src/daemons/md/shell.ts'
import { epochUs, lots, monoUs, ticks } from '../../../src/lib/base/units.ts'
import type { VenueRequest, VenueResult, VenueSocketHandlers } from '../../../src/lib/ports/venue.ts'
import { binanceMarket } from '../../../src/lib/venues/binance/market.ts'
import { utf8Bytes } from '../../kit/market-texts.ts'
import { mdConfig } from '../../kit/md-core.ts'
import { collector, memoryRing } from '../../kit/ring.ts'
import { shellPorts } from '../../kit/shell-ports.ts'

const open = () => {
  const kit = shellPorts()
  const { writer, reader } = memoryRing({})
  const offered: MdInput[] = []
  const closed: string[] = []
  const checkpoints: unknown[] = []
  const sockets: { path: string; handlers: VenueSocketHandlers }[] = []
  const sent: { request: VenueRequest; done: (result: VenueResult) => void }[] = []
  const quiets: unknown[] = []
  let rings = 0
  const shell = mdDaemon({ venue: binanceMarket() }).shell({
    config: mdConfig,
    offer: (input) => offered.push(input),
    ports: {
      ...kit.ports,
      ring: writer,
      bell: {
        notify: () => {
          rings += 1
        },
      },
      quiet: { replace: (document) => void quiets.push(document) },
      checkpoints: { append: (record) => void checkpoints.push(record), close: () => void closed.push('checkpoints') },
      venue: {
        send: (request, _timeoutUs, done) => void sent.push({ request, done }),
        openSocket: (path, handlers) => {
          sockets.push({ path, handlers })
          return { send: () => undefined, sendFrame: () => undefined, close: () => void closed.push('socket') }
        },
        close: () => void closed.push('venue'),
      },
    },
  })
  return { kit, shell, reader, writer, offered, closed, checkpoints, sockets, sent, quiets, rings: () => rings }
}

t.test('leaves word of the quiet that the venue wants', async (t) => {
  const { shell, quiets } = open()
  shell.perform({ type: 'quiet.kept', untilUs: 7 })
  t.strictSame(quiets, [{ untilUs: 7 }])
})

const symbol = { type: 'ring.symbol', symbol: 'BTCUSDC', tickUnits: 1, priceDecimals: 2, lotUnits: 1, qtyDecimals: 5 } as const
const head = { symbol: 'BTCUSDC', id: 7, eventUs: epochUs(1), receivedMonoUs: monoUs(2) }

t.test('writes records under the index of their symbol, stamped just before', async (t) => {
  const { kit, shell, reader, rings } = open()
  shell.perform(symbol)
  kit.advance(50)
  shell.perform({ type: 'ring.ticker', ...head, bidTicks: ticks(1), bidLots: lots(2), askTicks: ticks(3), askLots: lots(4) })
  shell.perform({ type: 'ring.trade', ...head, priceTicks: ticks(5), qtyLots: lots(6), aggressor: 'sell' })
  shell.perform({ type: 'ring.book', ...head, bids: new Float64Array([1, 2, 9, 9]), bidCount: 1, asks: new Float64Array(0), askCount: 0 })
  shell.perform({ type: 'ring.state', ...head, code: 2, sinceUs: epochUs(9), reason: 0 })
  shell.perform({ type: 'bell.notify' })
  const { visitor, records } = collector()
  reader.poll(visitor, 10)
  const common = {
    symbolIndex: reader.symbols().findIndex((entry) => entry.symbol === 'BTCUSDC'),
    id: 7,
    eventUs: 1,
    receivedMonoUs: 2,
    publishedMonoUs: 1_000_050,
  }
  const payloads = [
    { bidTicks: 1, bidLots: 2, askTicks: 3, askLots: 4 },
    { priceTicks: 5, qtyLots: 6, aggressor: 'sell' },
    { bids: [1, 2], bidCount: 1, asks: [], askCount: 0 },
    { code: 2, sinceUs: 9, reason: 0 },
  ]
  t.same(
    records,
    payloads.map((payload) => ({ ...common, ...payload })),
  )
  t.equal(rings(), 1)
  shell.perform({ type: 'ring.beat' })
  t.equal(reader.writerBeatUs(), 1_000_050)
})

t.test('carries connections and requests of the venue, each under the id that the core gave', async (t) => {
  const { shell, offered, sockets, sent, closed } = open()
  shell.perform({ type: 'socket.open', socketId: 4, path: '/stream?streams=x' })
  t.equal(sockets[0]?.path, '/stream?streams=x')
  sockets[0]?.handlers.opened()
  sockets[0]?.handlers.bytes?.(utf8Bytes('{}'))
  sockets[0]?.handlers.closed(1006, 'reset')
  shell.perform({ type: 'socket.close', socketId: 4 })
  t.strictSame(closed, [])
  shell.perform({ type: 'socket.open', socketId: 5, path: '/stream' })
  shell.perform({ type: 'socket.close', socketId: 5 })
  t.strictSame(closed, ['socket'])
  const request = binanceMarket().snapshot('BTCUSDT', 100)
  shell.perform({ type: 'venue.request', id: 'depth:1', request, timeoutUs: 5 })
  const result = { ok: false, sent: true, reason: 'time-out', sentMonoUs: 1 } as const
  sent[0]?.done(result)
  t.equal(sent[0]?.request, request)
  t.strictSame(offered, [
    { type: 'socket.opened', socketId: 4 },
    { type: 'socket.frame', socketId: 4, bytes: utf8Bytes('{}'), receivedMonoUs: monoUs(1_000_000) },
    { type: 'socket.closed', socketId: 4, reason: 'reset' },
    { type: 'venue.answered', id: 'depth:1', result },
  ])
})

t.test('adds to a snapshot where the ring stands, and writes checkpoints', async (t) => {
  const { kit, shell, writer, checkpoints } = open()
  const book = { symbol: 'BTCUSDC', updateId: 1, state: 'valid', eventUs: 1, bids: [], asks: [] } as const
  shell.perform(symbol)
  shell.perform({ type: 'ring.state', ...head, code: 2, sinceUs: epochUs(9), reason: 0 })
  shell.perform({ type: 'snapshot.reply', requestId: 'r', book: { ...book, bids: [], asks: [] }, horizon: { bid: '1' } })
  t.strictSame(kit.replies, [['r', { ok: true, body: { ringEpoch: writer.epoch, ringPosition: 1, book, horizon: { bid: '1' } } }]])
  shell.perform({ type: 'checkpoint', symbol: 'BTCUSDC', u: 5, hash: 'abc' })
  t.strictSame(checkpoints, [{ symbol: 'BTCUSDC', u: 5, hash: 'abc' }])
})

t.test('closes venue, ring and checkpoints', async (t) => {
  const { shell, reader, closed } = open()
  let done = false
  shell.close(() => {
    done = true
  })
  t.equal(reader.state(), 2)
  t.strictSame([closed, done], [['venue', 'checkpoints'], true])
})

t.test('hands rows to the store, tells what became of them, and waits for it at its end', async (t) => {
  const { ports } = shellPorts()
  const added: unknown[] = []
  const series = {
    add: (row: unknown) => void added.push(row),
    counts: { stored: 7, lost: 2, queued: 1 },
    close: (done: () => void) => ports.clock.defer(done),
  }
  const none = {
    send: () => undefined,
    openSocket: () => ({ send: () => undefined, sendFrame: () => undefined, close: () => undefined }),
    close: () => undefined,
  }
  const own = {
    venue: none,
    ring: memoryRing({}).writer,
    bell: { notify: () => undefined },
    checkpoints: { append: () => undefined, close: () => undefined },
    series,
  }
  const daemon = mdDaemon({ venue: binanceMarket() })
  const shell = daemon.shell({ config: mdConfig, offer: () => undefined, ports: { ...ports, ...own } })
  const row = { table: 'states', row: { symbol: 'BTCUSDT', atUs: 1, state: 'stale', reason: 'ok' } } as const
  shell.perform({ type: 'series.add', row })
  t.strictSame(added, [row])
  const state = createMdCore({ venue: binanceMarket() }).init(mdConfig)
  const values = daemon.metrics.filter(({ name }) => name.startsWith('trade_md_series_')).map((spec) => spec.read(state))
  t.strictSame(values, [7, 2, 1])
  let over = false
  shell.close(() => {
    over = true
  })
  t.equal(over, false)
})
