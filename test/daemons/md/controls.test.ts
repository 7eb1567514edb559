import t from 'tap'
import { pump, resubscribe, settleControl } from '../../../src/daemons/md/controls.ts'
import type { MdOut } from '../../../src/daemons/md/events.ts'
import type { Step } from '../../../src/daemons/md/state.ts'
import { epochUs } from '../../../src/lib/base/units.ts'
import { binanceMarket } from '../../../src/lib/venues/binance/market.ts'
import { connectedBench } from '../../kit/md-core.ts'

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
  conn.queue.push({ method: 'subscribe', symbols, streams: symbols.flatMap((symbol) => [`${symbol}@a`, `${symbol}@b`]), books: symbols })
  pump(step, conn)
  const answer = (symbol: string, problem: string | null) => settleControl(step, conn, { type: 'answered', id: 1, symbol, problem })
  t.strictSame(answer('ETHUSDT', null), { method: 'subscribe', symbols: ['ETHUSDT'], streams: ['ETHUSDT@a', 'ETHUSDT@b'], books: ['ETHUSDT'] })
  t.equal(answer('ETHUSDT', null), null)
  t.match(conn.asked, { id: 1, symbols: ['BTCUSDT', 'BTCUSDC'], streams: { length: 4 } })
  t.match(answer('BTCUSDC', 'no'), { streams: ['BTCUSDC@a', 'BTCUSDC@b'] })
  t.match(answer('BTCUSDT', null), { books: ['BTCUSDT'] })
  t.equal(conn.asked, null)
  t.match(conn.queue, [{ method: 'subscribe', symbols: ['BTCUSDC'] }])
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
