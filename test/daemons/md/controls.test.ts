import t from 'tap'
import { pump, resubscribe, settleControl } from '../../../src/daemons/md/controls.ts'
import type { MdOut } from '../../../src/daemons/md/events.ts'
import type { Step } from '../../../src/daemons/md/state.ts'
import { epochUs } from '../../../src/lib/base/units.ts'
import { binanceMarket } from '../../../src/lib/venues/binance/market.ts'
import { exchangeInfo } from '../../kit/market-texts.ts'
import { connectedBench, mdBench } from '../../kit/md-core.ts'

t.test('wishes that wait together leave together, as many as a message may name', async (t) => {
  const symbols = ['BTCUSDT', 'ETHUSDT', 'BTCUSDC']
  const bench = connectedBench({ symbols })
  const venue = binanceMarket()
  const step: Step = {
    venue: { ...venue, traits: { ...venue.traits, streamsPerMessage: 2 } },
    state: bench.state,
    nowUs: epochUs(10_000_000),
    emit: () => undefined,
  }
  const conn = bench.state.links[0]?.conn
  if (conn === null || conn === undefined) throw new Error('not connected')
  conn.sentUs = step.nowUs
  for (const line of bench.state.lines.values()) resubscribe(step, line)
  t.match(conn.queue, [
    { method: 'unsubscribe', streams: ['btcusdt@depth@100ms', 'ethusdt@depth@100ms'], books: [] },
    { method: 'subscribe', streams: ['btcusdt@depth@100ms', 'ethusdt@depth@100ms'], books: ['BTCUSDT', 'ETHUSDT'] },
    { method: 'unsubscribe', streams: ['btcusdc@depth@100ms'] },
    { method: 'subscribe', books: ['BTCUSDC'] },
  ])
  t.equal(conn.queue.length, 4)
})

t.test('an answer about one symbol settles that symbol alone', async (t) => {
  const bench = connectedBench({ symbols: ['BTCUSDT', 'ETHUSDT', 'BTCUSDC'] })
  const venue = binanceMarket()
  const step: Step = { venue, state: bench.state, nowUs: epochUs(10_000_000), emit: () => undefined }
  const conn = bench.state.links[0]?.conn
  if (conn === null || conn === undefined) throw new Error('not connected')
  const symbols = ['BTCUSDT', 'ETHUSDT', 'BTCUSDC']
  conn.queue.push({
    method: 'subscribe',
    symbols,
    streams: symbols.flatMap((symbol) => [`${symbol}@a`, `${symbol}@b`]),
    books: symbols,
    refusals: { count: 0, armed: false },
  })
  pump(step, conn)
  const answer = (symbol: string, problem: string | null) => settleControl(step, conn, { type: 'answered', id: 1, symbol, problem })
  t.match(answer('ETHUSDT', null), { method: 'subscribe', symbols: ['ETHUSDT'], streams: { length: 2 }, books: ['ETHUSDT'] })
  t.equal(answer('ETHUSDT', null), null)
  t.match(conn.asked, { id: 1, symbols: ['BTCUSDT', 'BTCUSDC'], streams: { length: 4 } })
  t.match(answer('BTCUSDC', 'no'), { streams: ['BTCUSDC@a', 'BTCUSDC@b'] })
  t.match(answer('BTCUSDT', null), { books: ['BTCUSDT'] })
  t.equal(conn.asked, null)
  t.match(conn.refused, [{ control: { method: 'subscribe', symbols: ['BTCUSDC'], refusals: { count: 1 } } }])
  t.strictSame([...conn.begun].sort(), ['BTCUSDT', 'ETHUSDT'])
})

t.test('one message at a time, in order, at the pace of the venue; a second wish for the same stream is one with the first', async (t) => {
  const bench = connectedBench()
  const sent: string[] = []
  const emit = (out: MdOut): void => void (out.type === 'socket.send' && sent.push(out.text))
  const at = (us: number): Step => ({ venue: binanceMarket(), state: bench.state, nowUs: epochUs(us), emit })
  const [link] = bench.state.links
  const [line] = bench.state.lines.values()
  const conn = link?.conn
  if (conn === null || conn === undefined || line === undefined) throw new Error('not connected')
  resubscribe(at(10_000_000), line)
  resubscribe(at(10_000_000), line)
  t.equal(bench.state.counts.resubscriptions, 1)
  pump(at(11_000_000), conn)
  t.strictSame(
    sent.map((text) => JSON.parse(text).method),
    ['UNSUBSCRIBE'],
  )
  t.equal(settleControl(at(11_000_000), conn, { type: 'answered', id: 99, problem: null }), null)
  t.match(settleControl(at(11_000_000), conn, { type: 'answered', id: 1, problem: null }), { method: 'unsubscribe', books: [] })
  pump(at(10_100_000), conn)
  t.equal(sent.length, 1, 'the venue takes no faster pace')
  pump(at(10_300_000), conn)
  t.equal(sent.length, 2)
  t.match(settleControl(at(11_000_000), conn, { type: 'answered', id: 2, problem: 'no' }), { method: 'subscribe', books: ['BTCUSDT'] })
})

t.test('a refused message waits for its own time and holds no other back', async (t) => {
  const bench = connectedBench({ symbols: ['BTCUSDT', 'ETHUSDT'], backoffMinMs: 1_000, backoffMaxMs: 1_000 })
  const sent: string[] = []
  const emit = (out: MdOut): void => void (out.type === 'socket.send' && sent.push(out.text.slice(0, 50)))
  const at = (us: number): Step => ({ venue: binanceMarket(), state: bench.state, nowUs: epochUs(us), emit })
  const [first, second] = bench.state.lines.values()
  const conn = bench.state.links[0]?.conn
  if (conn === null || conn === undefined || first === undefined || second === undefined) throw new Error('not connected')
  let nowUs = 10_000_000
  const settle = (problem: string | null): void => {
    settleControl(at(nowUs), conn, { type: 'answered', id: conn.asked?.id ?? 0, problem })
    nowUs += 250_000
    pump(at(nowUs), conn)
  }
  resubscribe(at(nowUs), first)
  settle(null)
  settle('no')
  t.match(conn.refused, [{ control: { books: ['BTCUSDT'], refusals: { count: 1 } }, dueUs: 11_250_000 }])
  resubscribe(at(nowUs), first)
  t.equal(bench.state.counts.resubscriptions, 1, 'what waits is not wished for again')
  resubscribe(at(nowUs), second)
  t.match(conn.asked, { method: 'unsubscribe', symbols: ['ETHUSDT'] })
  settle(null)
  t.match(conn.asked, { method: 'subscribe', symbols: ['ETHUSDT'] })
  settle(null)
  t.equal(conn.asked, null)
  nowUs = 11_250_000
  pump(at(nowUs), conn)
  t.match(conn.asked, { method: 'subscribe', symbols: ['BTCUSDT'] })
  t.equal(sent.length, 5)
})

t.test('rotates a connection of which the venue always refuses a part, and its heir takes over', async (t) => {
  const symbols = Array.from({ length: 60 }, (_, index) => `COIN${index}`)
  const bench = mdBench({ symbols, silenceMs: 600_000, overlapMs: 2_000 })
  bench.give({ type: 'start', epoch: 1 })
  bench.answer(exchangeInfo(...symbols))
  const spin = (seconds: number): void => {
    for (let turn = 0; turn < seconds * 10; turn++) {
      for (const { text } of bench.take('socket.send')) {
        const { id } = JSON.parse(text)
        bench.text(text.includes('coin0@') ? `{"error":{"code":3,"msg":"no"},"id":${id}}` : `{"result":null,"id":${id}}`)
      }
      bench.advance(100_000)
    }
  }
  bench.give({ type: 'socket.opened', socketId: 1 })
  spin(5)
  const [link] = bench.state.links
  t.equal(link?.conn?.phase, 'open')
  bench.text('{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1}}')
  bench.give({ type: 'socket.opened', socketId: 2 })
  spin(5)
  t.match([link?.conn?.socketId, link?.heir, bench.state.counts.rotations], [2, null, 1])
  t.match(bench.take('socket.close'), [{ socketId: 1 }])
  t.equal(link?.conn?.begun.has('COIN0'), false)
  t.match([bench.state.lines.get('COIN0')?.connected, bench.state.lines.get('COIN59')?.connected], [false, true])
})

t.test('keeps a connection whose heir lacks what it carries', async (t) => {
  const bench = connectedBench({ silenceMs: 600_000, overlapMs: 2_000 })
  bench.text('{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1}}')
  bench.give({ type: 'socket.opened', socketId: 2 })
  const [link] = bench.state.links
  link?.heir?.begun.delete('BTCUSDT')
  bench.advance(5_000_000)
  t.equal(link?.conn?.socketId, 1)
  link?.heir?.begun.add('BTCUSDT')
  bench.advance(100_000)
  t.equal(link?.conn?.socketId, 2)
})
