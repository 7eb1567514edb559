import t from 'tap'
import { BookStreams } from '../../../../src/daemons/md/verify/book-streams.ts'
import { krakenDialect } from '../../../../src/daemons/md/verify/kraken-dialect.ts'
import { Reference } from '../../../../src/daemons/md/verify/reference.ts'
import { Timeline } from '../../../../src/daemons/md/verify/timeline.ts'
import { Wire } from '../../../../src/daemons/md/verify/wire.ts'
import { firstKrakenMarket } from '../../../../src/lib/venues/kraken/market.ts'
import { btcusdt, utf8Bytes } from '../../../kit/market-texts.ts'

const SYMBOL = 'BTC-USD'
const instrument = { ...btcusdt, symbol: SYMBOL }
const whole = '[1,{"as":[["1.01","0.00005","1.0"]],"bs":[["1.00","0.00005","1.0"]]},"book-1000","XBT/USD"]'
const change = (lots: number): string => `[1,{"b":[["1.00","0.0000${lots}","2.0"]],"c":"1"},"book-1000","XBT/USD"]`
const control = (method: string): string => JSON.stringify({ method, params: { symbol: ['BTC/USD'] }, req_id: 1 })

const setUp = () => {
  const dialect = krakenDialect.stream
  if (dialect === null) throw new Error('no streams')
  const timeline = new Timeline(0)
  const seen: string[] = []
  const frames: Uint8Array[] = []
  const frame = (_: number, bytes: Uint8Array): void => {
    frames.push(bytes)
    seen.push(new TextDecoder().decode(bytes))
  }
  const nothing = (): undefined => undefined
  const wire = new Wire(timeline, { opened: nothing, frame, closed: nothing, struck: nothing }, { faults: {}, seed: 1, startUs: 0, endUs: 60_000_000 })
  wire.open(1, '/')
  timeline.advance(1_000_000)
  const reference = new Reference(instrument)
  const plan = { dialect, venue: firstKrakenMarket(new Map()), instruments: new Map([[SYMBOL, instrument]]), references: new Map([[SYMBOL, reference]]) }
  const streams = new BookStreams(plan, timeline, wire)
  const pass = (): void => timeline.advance(timeline.nowUs + 100_000)
  return { streams, seen, frames, reference, pass }
}

t.test('the recorded book is the answer to a subscription that came before it, and changes go to who has subscribed', async (t) => {
  const { streams, seen, pass } = setUp()
  streams.play(utf8Bytes(change(1)))
  t.strictSame(streams.asked(control('subscribe')), [SYMBOL])
  pass()
  for (const text of [whole, change(2)]) t.equal(streams.play(utf8Bytes(text)), 'ok')
  t.match(seen, [/"success":true/, whole, change(2)])
})

t.test('who subscribes anew gets the book as it is by now, with the id of its last change', async (t) => {
  const { streams, seen, frames, reference, pass } = setUp()
  for (const text of [whole, change(7)]) streams.play(utf8Bytes(text))
  t.strictSame(seen, [], 'nobody has subscribed')
  streams.asked(control('subscribe'))
  pass()
  t.match(seen[1], /"bs":\[\["1","0\.00007"/)
  const [, first] = frames
  t.strictSame(first === undefined ? null : streams.markOf(first), { symbol: SYMBOL, id: reference.updateId, isWhole: true })
  t.strictSame(streams.asked(control('unsubscribe')), [])
  pass()
  streams.play(utf8Bytes(change(8)))
  t.equal(seen.length, 3)
})

t.test('a new connection has no subscriptions, and no answers of the old one', async (t) => {
  const { streams, seen, pass } = setUp()
  streams.play(utf8Bytes(whole))
  streams.asked(control('subscribe'))
  streams.opened()
  pass()
  streams.play(utf8Bytes(change(2)))
  t.strictSame(seen, [])
})

t.test('knows which symbols a fault has struck since their last whole book', async (t) => {
  const { streams } = setUp()
  const mark = { symbol: SYMBOL, id: 3, isWhole: false }
  for (const text of [whole, change(1)]) streams.play(utf8Bytes(text))
  t.equal(streams.arrives(mark), false)
  streams.struck(SYMBOL)
  t.equal(streams.arrives(mark), true)
  t.equal(streams.arrives({ ...mark, id: 1, isWhole: true }), true, 'a whole book from before the fault heals nothing')
  t.equal(streams.arrives({ ...mark, id: 2, isWhole: true }), false)
  t.equal(streams.arrives(mark), false)
})

t.test('passes on what is no book, and says so of what is nothing', async (t) => {
  const { streams, seen } = setUp()
  t.equal(streams.play(utf8Bytes('[1,{},"trade","XBT/USD"]')), 'ok')
  t.equal(streams.play(utf8Bytes('[1,{')), 'garbled')
  t.equal(seen.length, 1)
})
