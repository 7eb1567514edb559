import t from 'tap'
import { acctCore } from '../../../src/daemons/acct/core.ts'
import type { AcctIn, AcctOut } from '../../../src/daemons/acct/events.ts'
import { epochUs } from '../../../src/lib/base/units.ts'
import type { AccountState } from '../../../src/lib/contracts/acct.ts'
import type { StreamEvent } from '../../../src/lib/contracts/stream.ts'
import { execStream } from '../../kit/exec-stream.ts'

const CONFIG = { quoteAsset: 'USDT', markStaleMs: 5_000 }
const START_US = 1_000_000_000

const account = () => {
  const state = acctCore.init(CONFIG)
  let seq = 0
  let nowUs = START_US
  const step = (input: AcctIn): AcctOut[] => {
    const outs: AcctOut[] = []
    seq += 1
    acctCore.step(state, { seq, nowUs: epochUs(nowUs), input }, (out) => outs.push(out))
    return outs
  }
  const feed = (...events: readonly StreamEvent[]): AcctOut[] => events.flatMap((event) => step({ type: 'exec.event', event }))
  const ask = (method = 'acct.state') => {
    const [out] = step({ type: 'rpc.requested', requestId: 'r', method, src: 'cli', deadlineUs: nowUs + 1_000, correlationId: 'c', body: {} })
    if (out?.type !== 'rpc.reply') throw new Error('no reply')
    return out.answer
  }
  const shown = (): AccountState => {
    const answer = ask()
    if (!answer.ok) throw new Error(answer.error.code)
    return answer.body as AccountState
  }
  step({ type: 'start', epoch: 3 })
  return {
    state,
    step,
    feed,
    ask,
    shown,
    wait: (us: number) => {
      nowUs += us
    },
    current: (lastSeq: number) => step({ type: 'exec.caughtUp', lastSeq }),
    mark: (bid: string, ask: string) => step({ type: 'mark', symbol: 'BTCUSDT', bid, ask, receivedUs: nowUs }),
    health: () => acctCore.health(state, epochUs(nowUs)),
  }
}

const published = (outs: readonly AcctOut[]): AccountState[] => outs.flatMap((out) => (out.type === 'publish' ? [out.body as AccountState] : []))

const golden = () => {
  const stream = execStream()
  stream.reconciled({ USDT: '100000', BTC: '2' }, true)
  stream.filled({ side: 'buy', price: '60000', qty: '0.001', fee: '0.000001', feeAsset: 'BTC' })
  stream.filled({ side: 'buy', price: '59990', qty: '0.001', fee: '0.000001', feeAsset: 'BTC' })
  stream.filled({ side: 'sell', price: '60010', qty: '0.001', fee: '0.06001', feeAsset: 'USDT' })
  stream.changed({ status: 'FILLED', settled: true }, 'fillLast')
  return stream
}

t.test('books base-fee buys and a quote-fee sell to the last digit', async (t) => {
  const acct = account()
  acct.feed(...golden().events)
  acct.current(5)
  acct.mark('60019.99', '60020.01')
  const state = acct.shown()
  const [position] = state.positions
  t.equal(state.execSeq, 5)
  t.strictSame(state.balances, [
    { asset: 'BTC', total: '2.000998' },
    { asset: 'USDT', total: '99939.95999' },
  ])
  t.equal(position?.qty, '0.000998')
  t.equal(position?.averagePrice, '59995')
  t.equal(position?.realized, '0.015')
  t.equal(position?.fees, '0.18')
  t.equal(position?.volume, '180')
  t.equal(position?.fills, 3)
  t.equal(position?.mark, '60020')
  t.equal(position?.unrealized, '0.02495')
  t.equal(state.realized, '0.015')
  t.equal(state.fees, '0.18')
  t.equal(state.equity, '220039.85995')
})

t.test('net result equals the change of equity when every asset is marked at the last price', async (t) => {
  const acct = account()
  acct.feed(...golden().events)
  acct.current(5)
  acct.mark('60000', '60000')
  const { realized, unrealized, fees, equity } = acct.shown()
  const change = Number(equity) - (100_000 + 2 * 60_000)
  t.ok(Math.abs(Number(realized) + Number(unrealized) - Number(fees) - change) < 1e-9)
})

t.test('refuses an event that does not follow the last one', async (t) => {
  const [first, second, third] = golden().events as [StreamEvent, StreamEvent, StreamEvent]
  const acct = account()
  acct.feed(first)
  t.throws(() => acct.feed(third), /event 3 of exec does not follow 1/)
  acct.feed(second)
  t.throws(() => acct.feed(second), /event 2 of exec does not follow 2/)
  t.throws(() => acct.current(9), /ends at 9/)
})

t.test('a restart that follows from the start has the same books', async (t) => {
  const [one, other] = [account(), account()]
  const { events } = golden()
  one.feed(...events.slice(0, 2))
  one.current(2)
  one.feed(...events.slice(2))
  one.current(5)
  other.feed(...events)
  other.current(5)
  t.strictSame(other.shown(), one.shown())
  t.strictSame(other.state.books, one.state.books)
})

t.test('equity is unknown without a mark, with a stale one, and before the opening balances', async (t) => {
  const acct = account()
  acct.current(0)
  t.equal(acct.shown().equity, null)
  acct.feed(...golden().events)
  t.equal(acct.shown().equity, null)
  t.equal(acct.shown().positions[0]?.unrealized, null)
  acct.mark('60000', '60000')
  acct.wait(5_000_000)
  t.not(acct.shown().equity, null)
  acct.wait(1)
  t.equal(acct.shown().equity, null)
  t.equal(acct.shown().unrealized, null)
})

t.test('a flat position needs no mark, and an asset of which nothing is left neither', async (t) => {
  const acct = account()
  const stream = execStream()
  acct.feed(
    stream.reconciled({ USDT: '1000', BTC: '0' }, true),
    stream.filled({ qty: '1', price: '100' }),
    stream.filled({ side: 'sell', qty: '1', price: '101' }),
  )
  acct.current(3)
  t.equal(acct.shown().equity, '1001')
  t.equal(acct.shown().unrealized, '0')
})

t.test('shows nothing and is not ready before it has caught up', async (t) => {
  const acct = account()
  t.equal(acct.health().reason, 'not caught up with exec')
  const outs = acct.feed(...golden().events)
  t.strictSame(outs, [])
  const refused = acct.ask()
  t.equal(refused.ok, false)
  t.equal(!refused.ok && refused.error.code, 'NOT_READY')
  t.equal(published(acct.current(5)).length, 1)
  t.strictSame(acct.health(), { state: 'running', ready: true, reason: 'ok' })
})

t.test('goes on answering but is not ready while exec is silent', async (t) => {
  const acct = account()
  acct.current(0)
  acct.step({ type: 'exec.lost' })
  t.strictSame(acct.health(), { state: 'degraded', ready: false, reason: 'exec is silent' })
  t.equal(acct.ask().ok, true)
  acct.current(0)
  t.equal(acct.health().ready, true)
})

t.test('leaves behind what it publishes', async (t) => {
  const acct = account()
  const outs = acct.current(0)
  t.strictSame(
    outs.flatMap((out) => (out.type === 'state.keep' ? [out.state] : [])),
    published(outs),
  )
  t.equal(published(outs).length, 1)
})

t.test('publishes each second, on change, and at most ten times a second', async (t) => {
  const acct = account()
  const stream = execStream()
  acct.feed(stream.reconciled({ USDT: '1000' }, true))
  t.equal(published(acct.current(1)).length, 1)
  const burst = Array.from({ length: 20 }, () => acct.feed(stream.filled({}))).flat()
  t.equal(published(burst).length, 0)
  t.strictSame(burst, [{ type: 'timer.set', id: 'change', afterUs: 100_000 }])
  acct.wait(100_000)
  const [state] = published(acct.step({ type: 'timer.fired', id: 'change' }))
  t.equal(state?.positions[0]?.fills, 20)
  acct.wait(100_000)
  t.equal(published(acct.feed(stream.filled({}))).length, 1)
  const ticked = acct.step({ type: 'timer.fired', id: 'tick' })
  t.match(ticked, [
    { type: 'timer.set', id: 'tick', afterUs: 1_000_000 },
    { type: 'publish', topic: 'acct.state', correlationId: 'acct-3-4' },
  ])
})

t.test('counts and logs a balance of the venue that differs, and keeps its own books', async (t) => {
  const acct = account()
  const stream = golden()
  acct.feed(...stream.events)
  acct.current(5)
  t.strictSame(
    acct.feed(stream.reconciled({ USDT: '99939.95999', BTC: '2.000998' }, false)).filter(({ type }) => type === 'log'),
    [],
  )
  const outs = acct.feed(stream.reconciled({ USDT: '99939.95999', BTC: '2.000997' }, false))
  t.match(
    outs.filter(({ type }) => type === 'log'),
    [{ level: 'warn', fields: { asset: 'BTC', venue: '2.000997', books: '2.000998' } }],
  )
  t.equal(acct.state.counts.drifts, 1)
  t.equal(acct.shown().balances[0]?.total, '2.000998')
})

t.test('answers no other request, and says a last state before it stops', async (t) => {
  const acct = account()
  acct.current(0)
  const refused = acct.ask('risk.check')
  t.equal(!refused.ok && refused.error.code, 'UNKNOWN_METHOD')
  t.strictSame(
    acct.step({ type: 'stop' }).map(({ type }) => type),
    ['publish', 'state.keep', 'stopped'],
  )
  t.equal(acct.health().state, 'stopped')
})
