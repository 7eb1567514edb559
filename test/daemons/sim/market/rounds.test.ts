import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import t from 'tap'
import type { MdOut } from '../../../../src/daemons/md/events.ts'
import { toDiff } from '../../../../src/daemons/sim/market/recorded-steps.ts'
import type { RecordedEvent } from '../../../../src/daemons/sim/market/recording-line.ts'
import { createReplica, type Replica } from '../../../../src/daemons/sim/market/replica.ts'
import { createRounds } from '../../../../src/daemons/sim/market/rounds.ts'
import { must } from '../../../../src/lib/base/assert.ts'
import { openRecordingFeed } from '../../../../src/lib/io/recording-feed.ts'
import { dataFile, needsData } from '../../../kit/data.ts'
import { connectedBench } from '../../../kit/md-core.ts'
import { type Json, SimDesk } from '../../../kit/sim-desk.ts'

const SPOT = 'spot_btcusdt_20240808.gz'
const USDM = 'usdm_btcusdt_20240808.gz'
const STEP_US = 10_000

const diff = (U: number, u: number, pu?: number): RecordedEvent => ({
  e: 'depthUpdate',
  E: 5_000,
  s: 'A',
  U,
  u,
  ...(pu === undefined ? {} : { pu }),
  b: [],
  a: [],
})

const head = (file: string, count: number): string =>
  gunzipSync(readFileSync(dataFile(file)))
    .toString()
    .split('\n')
    .slice(0, count)
    .join('\n')

t.test('moves times and ids on from round to round, byte for byte otherwise', async (t) => {
  const rounds = createRounds()
  rounds.learnTime(1_000_000)
  rounds.learnEvent('a@depth', diff(90, 99))
  rounds.learnSnapshot('spot', 'A', { lastUpdateId: 100, bids: [], asks: [] })
  rounds.learnEvent('a@depth', diff(100, 109))
  rounds.learnEvent('a@trade', { e: 'trade', s: 'A', t: 7, T: 5_000, p: '1', q: '1', m: true })
  rounds.learnEvent('a@trade', { e: 'trade', s: 'A', t: 9, T: 5_001, p: '1', q: '1', m: true })
  rounds.learnTime(1_500_500)
  t.equal(rounds.shiftUs(2), 2 * 1_501_000)
  t.match(rounds.seams(1), [{ symbol: 'A', numbers: { E: 5_500, pu: 109, U: 110, u: 110 } }])
  t.match(rounds.seams(2), [{ numbers: { E: 7_001, pu: 119, U: 120, u: 120 } }])
  t.equal(rounds.shifted(diff(90, 99), '', 1), null, 'the snapshot holds it')
  const text = '{"stream":"a@depth","data":{"e":"depthUpdate","E":5000,"s":"A","U":100,"u":109,"b":[["100","109"]],"a":[]}}'
  t.strictSame(rounds.shifted(diff(100, 109), text, 1), {
    event: { ...diff(111, 119), E: 6_501 },
    text: '{"stream":"a@depth","data":{"e":"depthUpdate","E":6501,"s":"A","U":111,"u":119,"b":[["100","109"]],"a":[]}}',
  })
  t.match(rounds.shifted({ e: 'trade', s: 'A', t: 7, T: 5_000, p: '1', q: '1', m: true }, '', 2)?.event, { t: 13, T: 5_000 + 2 * 1_501 })
  t.match(rounds.shifted(diff(100, 109), text, 0), { text })
})

t.test('chains the first diff of futures to the snapshot', async (t) => {
  const rounds = createRounds()
  rounds.learnEvent('a@depth', diff(90, 105, 80))
  rounds.learnSnapshot('usdm', 'A', { lastUpdateId: 100, E: 1, bids: [], asks: [] })
  rounds.learnEvent('a@depth', diff(130, 140, 105))
  t.match(rounds.seams(1), [{ product: 'usdm', numbers: { pu: 140, U: 141, u: 141 } }])
  t.match(rounds.shifted(diff(90, 105, 80), '', 1)?.event, { U: 142, u: 146, pu: 141 })
  t.match(rounds.shifted(diff(130, 140, 105), '', 1)?.event, { pu: 146, u: 181 })
})

/** What a client that trusts nobody sees of one symbol, checked as it comes. */
class Witness {
  readonly book: Replica = createReplica()
  readonly faults: string[] = []
  rounds = 0
  diffs = 0
  trades = 0
  #lastMs = 0
  #tradeId = 0
  #tickerId = 0

  read({ data }: Json, instrument: Parameters<typeof toDiff>[0]): void {
    const event = data as unknown as RecordedEvent & { readonly E?: number; readonly pu?: number }
    if (event.e === 'depthUpdate') this.#diff(event, instrument)
    else if (event.e === 'trade') this.#trade(event.t ?? 0)
    else if ('B' in event) {
      if (event.u < this.#tickerId) this.faults.push(`ticker ${event.u} after ${this.#tickerId}`)
      this.#tickerId = event.u
    }
  }

  #diff(event: Extract<RecordedEvent, { e: 'depthUpdate' }>, instrument: Parameters<typeof toDiff>[0]): void {
    this.diffs += 1
    if (event.E < this.#lastMs) this.faults.push(`E ${event.E} after ${this.#lastMs}`)
    this.#lastMs = event.E
    const { updateId } = this.book
    if (this.book.ready && event.u > updateId && (event.pu ?? event.U - 1) !== updateId && this.diffs > 2)
      this.faults.push(`diff ${event.U} (pu ${event.pu}) after ${updateId}`)
    this.book.apply(toDiff(instrument, event))
  }

  #trade(id: number): void {
    this.trades += 1
    if (this.#tradeId !== 0 && id !== this.#tradeId + 1) this.faults.push(`trade ${id} after ${this.#tradeId}`)
    this.#tradeId = id
  }
}

t.test('is one unbroken market for md over four rounds, without a new start', needsData(SPOT), async (t) => {
  const folder = t.testdir({ spot: head(SPOT, 7_300) })
  const desk = new SimDesk({ lines: openRecordingFeed([join(folder, 'spot')], true) })
  const checkpoints: Array<{ readonly u: number; readonly hash: string }> = []
  const onOut = (out: MdOut): void => {
    if (out.type === 'checkpoint') checkpoints.push({ u: out.u, hash: out.hash })
  }
  const md = connectedBench({}, { startUs: desk.nowUs, onOut })
  const socket = desk.open('/stream?streams=btcusdt@depth@100ms/btcusdt@trade/btcusdt@bookTicker')
  for (let step = 0; step < 24_000; step++) {
    desk.advance(STEP_US)
    md.advance(desk.nowUs - md.nowUs())
    for (const frame of desk.take(socket)) md.text(JSON.stringify(frame))
    for (const { request } of desk.venue.spot.recorded.get('BTCUSDT')?.replica.ready === true ? md.openRequests() : []) {
      const answer = desk.ask(request.method, request.path, request.params.map((param) => param.join('=')).join('&'))
      if (answer !== undefined) md.answer(JSON.stringify(answer.body), answer.status)
    }
  }
  t.ok((desk.venue.playback?.place.round ?? 0) >= 3, `round ${desk.venue.playback?.place.round}`)
  t.match(md.state.counts, { gaps: 0, resyncs: 0, mismatches: 0, crossed: 0, garbled: 0, duplicates: 0, staleUs: 0 })
  t.equal(md.state.counts.snapshots, 1 + md.state.counts.refreshes, 'one to begin with, the others only look deeper')
  t.ok(md.state.counts.checks > 300, `${md.state.counts.checks} checks`)
  const truth = new Map(desk.records('checkpoint').map((record) => [record['u'], record['hash']]))
  const same = checkpoints.filter(({ u, hash }) => truth.get(u) === hash)
  t.ok(same.length > 150, `${same.length} of ${checkpoints.length} checkpoints are the simulator's`)
  t.strictSame(
    checkpoints.filter(({ u, hash }) => truth.has(u) && truth.get(u) !== hash),
    [],
  )
})

t.test('goes on for a client of spot and one of futures at once', needsData(SPOT, USDM), async (t) => {
  const folder = t.testdir({ spot: head(SPOT, 2_000), usdm: head(USDM, 5_000) })
  const desk = new SimDesk({ lines: openRecordingFeed([join(folder, 'spot'), join(folder, 'usdm')], true), config: { autostart: true } })
  const sockets = {
    spot: desk.open('/stream?streams=btcusdt@depth@100ms/btcusdt@trade/btcusdt@bookTicker'),
    usdm: desk.open('/public/stream?streams=btcusdt@depth@0ms/btcusdt@trade/btcusdt@bookTicker'),
  }
  const seen = { spot: new Witness(), usdm: new Witness() }
  desk.advance(3_000_000)
  for (const product of ['spot', 'usdm'] as const) desk.take(sockets[product])
  const start = (product: 'spot' | 'usdm'): void => {
    const { replica } = must(desk.venue[product].recorded.get('BTCUSDT'), product)
    const side = (name: 'buy' | 'sell') => replica.levels(name, 100_000).flatMap(({ ticks, lots }) => [ticks, lots])
    seen[product].book.load({ updateId: replica.updateId, bids: side('buy'), asks: side('sell') })
  }
  start('spot')
  start('usdm')
  for (let step = 0; step < 600; step++) {
    desk.advance(100_000)
    for (const product of ['spot', 'usdm'] as const) {
      const { instrument } = must(desk.venue[product].recorded.get('BTCUSDT'), product)
      for (const frame of desk.take(sockets[product])) seen[product].read(frame, instrument)
    }
  }
  t.ok((desk.venue.playback?.place.round ?? 0) >= 2)
  for (const product of ['spot', 'usdm'] as const) {
    const { faults, book, diffs, trades } = seen[product]
    t.strictSame(faults, [], product)
    t.equal(book.gapCount, 0)
    t.ok(diffs > 200 && trades > 100, `${diffs} diffs, ${trades} trades`)
    t.equal(book.hash(), desk.venue[product].recorded.get('BTCUSDT')?.replica.hash())
  }
})

t.test('restores where an earlier run stopped in a later round', needsData(SPOT), async (t) => {
  const folder = t.testdir({ spot: head(SPOT, 1_500) })
  const open = () => openRecordingFeed([join(folder, 'spot')], true)
  const first = new SimDesk({ lines: open(), config: { autostart: true, speedRatio: 10 } })
  first.advance(4_000_000)
  first.give({ type: 'stop' })
  const { place } = must(first.venue.playback, 'playback')
  t.ok(place.round > 0)
  const second = new SimDesk({ lines: open(), recovered: first.truth })
  t.strictSame(second.venue.playback?.place, place)
  const hashes = [first, second].map((desk) => desk.venue.spot.recorded.get('BTCUSDT')?.replica.hash())
  t.equal(hashes[0], hashes[1])
})
