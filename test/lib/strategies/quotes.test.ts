import t from 'tap'
import { epochUs, lots, monoUs, ticks } from '../../../src/lib/base/units.ts'
import type { ToRunner } from '../../../src/lib/contracts/runner.ts'
import type { RingTickerView } from '../../../src/lib/ports/ring.ts'
import { Quotes } from '../../../src/lib/strategies/quotes.ts'
import { btc } from '../../kit/ring.ts'

const BTC = 'BTCUSDT'
const VALID = 2
const STALE = 3

const view = (bidTicks: number): RingTickerView => ({
  kind: 'ticker',
  position: 0,
  slots: 1,
  symbolIndex: 0,
  id: 1,
  eventUs: epochUs(1),
  receivedMonoUs: monoUs(1),
  publishedMonoUs: monoUs(1),
  bidTicks: ticks(bidTicks),
  bidLots: lots(5),
  askTicks: ticks(bidTicks + 1),
  askLots: lots(7),
})

const snapshot = (ringPosition: number): Extract<ToRunner, { type: 'snapshot' }> => ({
  type: 'snapshot',
  symbol: BTC,
  ringEpoch: 1,
  ringPosition,
  bid: ['600.00', '0.00005'],
  ask: ['600.01', '0.00007'],
})

const QUOTE = { bidTicks: 60_000, bidLots: 5, askTicks: 60_001, askLots: 7 }

t.test('shows a quote only while the book is valid', async (t) => {
  const quotes = new Quotes()
  quotes.setTicker(BTC, view(60_000))
  t.equal(quotes.get(BTC), null, 'nothing told that the book is valid')
  quotes.setState(BTC, { code: VALID, position: 1 })
  t.same(quotes.get(BTC), QUOTE)
  for (const code of [0, 1, STALE]) {
    quotes.setState(BTC, { code, position: 2 })
    t.equal(quotes.get(BTC), null, `state ${code}`)
  }
  quotes.setBook(BTC, 3)
  t.same(quotes.get(BTC), QUOTE, 'a book is written only while valid')
  t.equal(quotes.get('ETHUSDT'), null)
})

t.test('a snapshot gives the first quote', async (t) => {
  const quotes = new Quotes()
  quotes.setSnapshot(snapshot(0), undefined)
  t.equal(quotes.get(BTC), null, 'not without the steps of the symbol')
  quotes.setSnapshot(snapshot(0), btc)
  t.same(quotes.get(BTC), QUOTE)
})

t.test('a snapshot does not overwrite what the ring has shown', async (t) => {
  const quotes = new Quotes()
  quotes.setTicker(BTC, view(70_000))
  quotes.setSnapshot(snapshot(9), btc)
  t.match(quotes.get(BTC), { bidTicks: 70_000 })
})

t.test('a snapshot older than the last word about the book is passed over', async (t) => {
  const quotes = new Quotes()
  quotes.setTicker(BTC, view(60_000))
  quotes.setState(BTC, { code: STALE, position: 9 })
  quotes.setSnapshot(snapshot(9), btc)
  t.equal(quotes.get(BTC), null)
  quotes.setSnapshot(snapshot(10), btc)
  t.same(quotes.get(BTC), QUOTE)
})

t.test('a book without one side has no quote', async (t) => {
  const quotes = new Quotes()
  quotes.setSnapshot({ ...snapshot(1), ask: null }, btc)
  t.equal(quotes.get(BTC), null)
})

t.test('forgets everything when it is cleared', async (t) => {
  const quotes = new Quotes()
  quotes.setSnapshot(snapshot(1), btc)
  quotes.clear()
  t.equal(quotes.get(BTC), null)
  quotes.setTicker(BTC, view(60_000))
  t.equal(quotes.get(BTC), null, 'validity is gone too')
})
