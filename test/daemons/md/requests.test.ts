import t from 'tap'
import { nearestHint } from '../../../src/daemons/md/requests.ts'
import { validator } from '../../../src/lib/codec/schema.ts'
import { InstrumentsAnswer, Orderbook, SubscribeAnswer } from '../../../src/lib/contracts/market.ts'
import { exchangeInfo, marketTexts } from '../../kit/market-texts.ts'
import { connectedBench, type MdBench, mdBench } from '../../kit/md-core.ts'

const ask = (bench: MdBench, method: string, body: unknown) => {
  bench.give({ type: 'rpc.requested', requestId: 'r', method, src: 'cli', deadlineUs: 0, correlationId: 'c', body })
  return bench.take('rpc.reply')[0]?.answer
}

t.test('answers with the whole book, for the shell to add where the ring stands', async (t) => {
  const bench = connectedBench()
  const side = (sign: number) => Array.from({ length: 700 }, (_, index) => [1_000 + sign * (index + 1), 1] as const)
  bench.text(marketTexts.diff({ ids: [1, 2] }))
  bench.answer(marketTexts.snapshot(1, side(-1), side(1)))
  t.equal(ask(bench, 'md.snapshot', { symbol: 'BTCUSDT' }), undefined)
  const [reply] = bench.take('snapshot.reply')
  t.match(reply, { requestId: 'r', book: { symbol: 'BTCUSDT', state: 'valid', updateId: 2 } })
  t.strictSame([reply?.book.bids.length, reply?.book.asks.length], [700, 700])
  t.equal(validator(Orderbook)(reply?.book).ok, true)
})

t.test('refuses a symbol that it does not follow, naming the nearest', async (t) => {
  const answer = ask(connectedBench(), 'md.snapshot', { symbol: 'BTCUSD' })
  t.match(answer, { ok: false, error: { code: 'UNKNOWN_SYMBOL', category: 'reject', hint: "did you mean 'BTCUSDT'?" } })
})

t.test('follows more symbols on a connection of their own and leaves the others alone', async (t) => {
  const bench = connectedBench()
  bench.text(marketTexts.diff({ ids: [1, 2] }))
  bench.answer(marketTexts.snapshot(1, [], []))
  bench.take('socket.open')
  const answer = ask(bench, 'md.subscribe', { symbols: ['ETHUSDT', 'BTCUSDT', 'ETHUSDT'] })
  t.strictSame(answer, { ok: true, body: { symbols: ['BTCUSDT', 'ETHUSDT'], channels: ['book', 'trades', 'ticker'], bars: ['1m'] } })
  t.equal(validator(SubscribeAnswer)(answer?.ok === true && answer.body).ok, true)
  t.match(bench.take('socket.open'), [{ socketId: 2, path: /streams=ethusdt@depth@100ms\/ethusdt@trade\/ethusdt@bookTicker$/ }])
  t.equal(bench.state.lines.get('BTCUSDT')?.state, 'valid')
  t.match(bench.health(), { ready: false })
})

t.test('follows none of a list that has an unknown symbol', async (t) => {
  const bench = connectedBench()
  const answer = ask(bench, 'md.subscribe', { symbols: ['ETHUSDT', 'BTCUSTD'] })
  t.match(answer, { ok: false, error: { code: 'UNKNOWN_SYMBOL', message: "symbol 'BTCUSTD' is unknown to 'binance'", hint: /'BTCUSDT'/ } })
  t.equal(bench.state.lines.size, 1)
})

t.test('follows no more symbols than the ring has room for, and goes on', async (t) => {
  const symbols = Array.from({ length: 1_001 }, (_, index) => `COIN${index}`)
  const bench = mdBench({ symbols: symbols.slice(0, 999) })
  bench.give({ type: 'start', epoch: 1 })
  bench.answer(exchangeInfo(...symbols))
  const message = '2 more symbols beside the 999 that are followed: at most 1000 are'
  t.match(ask(bench, 'md.subscribe', { symbols: ['COIN0', ...symbols.slice(999)] }), { ok: false, error: { code: 'TOO_MANY_SYMBOLS', message } })
  t.equal(bench.state.lines.size, 999)
  t.match(ask(bench, 'md.subscribe', { symbols: ['COIN0', 'COIN1000'] }), { ok: true })
  t.equal(bench.state.lines.size, 1_000)
})

t.test('lists what the venue trades', async (t) => {
  const answer = ask(connectedBench(), 'md.instruments', {})
  t.match(answer, { ok: true, body: { instruments: [{ symbol: 'BTCUSDT', tickSize: '0.01' }, { symbol: 'ETHUSDT' }, { symbol: 'BTCUSDC' }] } })
  t.equal(validator(InstrumentsAnswer)(answer?.ok === true && answer.body).ok, true)
})

t.test('asks for patience before it knows the venue, and refuses other requests', async (t) => {
  const bench = mdBench()
  bench.give({ type: 'start', epoch: 1 })
  t.match(ask(bench, 'md.instruments', {}), { ok: false, error: { code: 'NOT_READY', category: 'retry' } })
  t.match(ask(bench, 'toString', {}), { ok: false, error: { code: 'UNKNOWN_METHOD' } })
})

t.test('says so when no name is near', async (t) => {
  t.equal(nearestHint('XXXXXXXXXXXX', ['BTCUSDT']), 'no name is near it')
})
