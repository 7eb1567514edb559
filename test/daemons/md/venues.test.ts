import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import t from 'tap'
import { monoUs } from '../../../src/lib/base/units.ts'
import { Book } from '../../../src/lib/model/book.ts'
import type { Instrument } from '../../../src/lib/model/instrument.ts'
import { binanceUsdmMarket } from '../../../src/lib/venues/binance/market.ts'
import { inferInstrument } from '../../../src/lib/venues/kraken/first-frames.ts'
import { readFrame as readAnswer } from '../../../src/lib/venues/kraken/frames.ts'
import { firstKrakenMarket } from '../../../src/lib/venues/kraken/market.ts'
import type { MarketVenue } from '../../../src/lib/venues/market.ts'
import { dataFile, needsData } from '../../kit/data.ts'
import { exchangeInfo, utf8Bytes } from '../../kit/market-texts.ts'
import { type MdBench, mdBench } from '../../kit/md-core.ts'
import { levelsOf } from '../../kit/true-market.ts'

const USDM = 'usdm_btcusdt_20240808.gz'
const KRAKEN = 'KRAKEN.ws.50.0.gz'

const linesOf = (name: string): string[] =>
  gunzipSync(readFileSync(dataFile(name)))
    .toString()
    .trimEnd()
    .split('\n')

const usdmBench = (venue: MarketVenue, startUs: number): MdBench => {
  const bench = mdBench({}, { startUs, venue, onOut: () => undefined })
  bench.give({ type: 'start', epoch: 1 })
  bench.answer(exchangeInfo('BTCUSDT'))
  for (const socketId of [1, 2]) bench.give({ type: 'socket.opened', socketId })
  return bench
}

/** What the venue would answer: the best 1000 levels a side of a book that has seen everything. */
const depthText = (reference: MdBench): string => {
  const line = reference.state.lines.get('BTCUSDT')
  const side = (side: 'buy' | 'sell') =>
    levelsOf(line?.book ?? new Book(), side)
      .slice(0, 1_000)
      .map(([ticks, lots]) => [(ticks / 100).toFixed(2), (lots / 100_000).toFixed(5)])
  return JSON.stringify({ lastUpdateId: line?.updateId, bids: side('buy'), asks: side('sell') })
}

t.test(
  'follows 345 s of recorded futures by their chain, refreshes what it does not know, and agrees with every best price of equal id',
  needsData(USDM),
  async (t) => {
    const lines = linesOf(USDM)
    const timeOf = (line: string): number => Number(line.slice(0, line.indexOf(' ') - 3))
    const venue = binanceUsdmMarket()
    const startUs = timeOf(lines[0] ?? '')
    const bench = usdmBench(venue, startUs)
    const whole = usdmBench({ ...venue, traits: { ...venue.traits, depths: [{ levels: 5_000, weight: 20 }] } }, startUs)
    for (const line of lines) {
      const text = line.slice(line.indexOf(' ') + 1)
      const input = { type: 'socket.frame', socketId: text.includes('@trade') ? 2 : 1, bytes: utf8Bytes(text), receivedMonoUs: monoUs(1) } as const
      for (const one of [whole, bench]) {
        one.advance(timeOf(line) - one.nowUs())
        if (text.startsWith('{"lastUpdateId"')) one.answer(text)
        else one.give(input)
      }
      if (whole.state.lines.get('BTCUSDT')?.state === 'valid' && bench.openRequests().length > 0) bench.answer(depthText(whole))
    }
    for (const { counts, lines: books } of [whole.state, bench.state]) {
      t.match(counts, { gaps: 0, crossed: 0, checks: 629, mismatches: 0, garbled: 0, resyncs: 0, duplicates: 0, trades: 21_313, staleUs: 0 })
      t.ok(counts.diffs >= 6_546 && counts.diffs <= 6_547, `${counts.diffs} diffs`)
      t.equal(books.get('BTCUSDT')?.state, 'valid')
    }
    t.ok(bench.state.counts.refreshes > 0 && bench.state.counts.refreshes < 70, `${bench.state.counts.refreshes} refreshes`)
    t.equal(whole.state.counts.refreshes, 0)
  },
)

const krakenFrames = (): string[] => linesOf(KRAKEN).flatMap((line) => (/^\d/.test(line) ? [line.slice(line.indexOf(': ') + 2)] : []))

const OBJECT = '{'.charCodeAt(0)

const krakenBench = (frames: readonly string[]) => {
  const instruments = new Map<string, Instrument>()
  const printed = new Map<string, number>()
  for (const frame of frames) {
    const inferred = frame.includes('"as"') ? inferInstrument(frame) : null
    if (inferred === null) continue
    instruments.set(inferred.instrument.symbol, inferred.instrument)
    printed.set(inferred.instrument.symbol, inferred.printedDecimals)
  }
  const recorded = firstKrakenMarket(printed)
  /** Answers to subscriptions are those of the present interface. */
  const readFrame: MarketVenue['readFrame'] = (bytes, known) => (bytes[0] === OBJECT ? readAnswer(bytes, known) : recorded.readFrame(bytes, known))
  const venue = { ...recorded, readFrame, readInstruments: () => ({ ok: true, value: [...instruments.values()] }) as const }
  const bench = mdBench({ symbols: [...instruments.keys()], channels: ['book'] }, { venue })
  bench.give({ type: 'start', epoch: 1 })
  bench.answer('')
  bench.give({ type: 'socket.opened', socketId: bench.socketId() })
  return bench
}

t.test('proves ten recorded books of Kraken by every checksum that came', needsData(KRAKEN), async (t) => {
  const frames = krakenFrames()
  const bench = krakenBench(frames)
  for (const frame of frames) bench.text(frame)
  t.match(bench.state.counts, { checks: 4_269, mismatches: 0, crossed: 0, resyncs: 0 })
  t.equal(bench.state.lines.size, 10)
  for (const line of bench.state.lines.values()) t.match(line, { state: 'valid', connected: true }, line.symbol)
})

t.test('is stale at once when a change of Kraken is lost, and begins that stream alone again', needsData(KRAKEN), async (t) => {
  const frames = krakenFrames()
  const bench = krakenBench(frames)
  const pairs = [...bench.state.lines.keys()].map((symbol) => symbol.replace('-', '/'))
  for (const pair of pairs) {
    t.equal(bench.state.links[0]?.conn?.phase, 'subscribing')
    bench.text(`{"method":"subscribe","req_id":1,"success":true,"result":{"symbol":"${pair}"}}`)
  }
  t.equal(bench.state.links[0]?.conn?.phase, 'open')
  const changes = frames.flatMap((frame, index) => (frame.includes('"c":') && frame.includes('XMR/USD') ? [index] : []))
  const lost = new Set(changes.slice(3, 6))
  const whole = frames.find((frame) => frame.includes('XMR/USD') && frame.includes('"as"')) ?? ''
  frames.forEach((frame, index) => {
    if (!lost.has(index)) bench.text(frame)
  })
  t.equal(bench.state.lines.get('XMR-USD')?.reason, 'the checksum of the venue differs')
  t.match(bench.state.counts, { mismatches: 1, resubscriptions: 1 })
  t.equal([...bench.state.lines.values()].filter(({ state }) => state === 'valid').length, 9)
  bench.text(whole)
  t.equal(bench.state.lines.get('XMR-USD')?.state, 'valid')
})
