import fc from 'fast-check'
import t from 'tap'
import { marketTexts } from '../../kit/market-texts.ts'
import { connectedBench, type MdBench } from '../../kit/md-core.ts'
import { levelsOf, TrueMarket, type Update } from '../../kit/true-market.ts'

const BIDS = [[99, 5]] as const
const ASKS = [[101, 5]] as const

const lineOf = (bench: MdBench) => {
  const line = bench.state.lines.get('BTCUSDT')
  if (line === undefined) throw new Error('no line')
  return line
}

const stateOf = (bench: MdBench) => lineOf(bench).state
const diff = (first: number, last: number, lots = 7) => marketTexts.diff({ ids: [first, last], bids: [[99, lots]] })
const diffAt = (id: number, eventMs: number) => marketTexts.diff({ ids: [id, id], eventMs })

/** Valid at update 20. */
const validBench = (): MdBench => {
  const bench = connectedBench()
  bench.text(diff(15, 20))
  bench.answer(marketTexts.snapshot(18, BIDS, ASKS))
  return bench
}

t.test('joins a snapshot with the buffered diffs that follow it', async (t) => {
  const bench = connectedBench()
  t.equal(stateOf(bench), 'syncing')
  bench.text(diff(5, 9))
  bench.text(diff(10, 12))
  bench.text(diff(13, 20, 8))
  bench.answer(marketTexts.snapshot(11, BIDS, ASKS))
  t.equal(stateOf(bench), 'valid')
  t.match(bench.state.counts, { diffs: 2, gaps: 0, resyncs: 0, snapshots: 1 })
  t.equal(lineOf(bench).updateId, 20)
  t.strictSame(levelsOf(lineOf(bench).book, 'buy'), [[99, 8]])
})

t.test('asks again for a snapshot that is older than the first diff', async (t) => {
  const bench = connectedBench()
  bench.text(diff(10, 12))
  bench.answer(marketTexts.snapshot(8, BIDS, ASKS))
  t.equal(stateOf(bench), 'syncing')
  t.equal(bench.openRequests().length, 0)
  bench.advance(200_000)
  t.equal(bench.openRequests().length, 1)
  bench.answer(marketTexts.snapshot(9, BIDS, ASKS))
  t.equal(stateOf(bench), 'valid')
  t.equal(bench.state.counts.gaps, 0)
})

t.test('waits for the first diff before it trusts a snapshot', async (t) => {
  const bench = connectedBench()
  bench.answer(marketTexts.snapshot(8, BIDS, ASKS))
  t.equal(stateOf(bench), 'syncing')
  bench.text(diff(9, 9))
  t.equal(stateOf(bench), 'valid')
})

t.test('waits until the diffs have come to a snapshot from their future', async (t) => {
  const bench = connectedBench()
  bench.text(diff(5, 9))
  bench.answer(marketTexts.snapshot(30, BIDS, ASKS))
  bench.text(diff(10, 20))
  t.equal(stateOf(bench), 'syncing')
  bench.text(diff(21, 31))
  t.equal(stateOf(bench), 'valid')
  t.match(bench.state.counts, { diffs: 1, duplicates: 0, gaps: 0 })
  t.equal(lineOf(bench).updateId, 31)
})

t.test('is stale from the first missing diff until a snapshot covers the hole', async (t) => {
  const bench = validBench()
  bench.take('ring.state')
  bench.text(diff(22, 25))
  t.equal(stateOf(bench), 'stale')
  t.match(bench.take('ring.state'), [{ code: 3, reason: 3 }])
  t.match(
    bench
      .take('publish')
      .filter(({ kind }) => kind === 'state')
      .at(-1)?.body,
    { state: 'stale', reason: 'a diff is missing' },
  )
  bench.advance(200_000)
  bench.text(diff(26, 27))
  bench.answer(marketTexts.snapshot(24, BIDS, ASKS))
  t.equal(stateOf(bench), 'valid')
  t.match(bench.state.counts, { gaps: 1, resyncs: 1 })
  t.ok(bench.state.counts.staleUs >= 200_000)
  t.equal(lineOf(bench).updateId, 27)
})

t.test('goes on with a missing diff that comes late, and takes no other for it', async (t) => {
  const bench = validBench()
  bench.text(diff(22, 25))
  bench.advance(200_000)
  bench.text(diff(20, 20))
  bench.text(diff(22, 22))
  t.equal(stateOf(bench), 'stale')
  bench.take('publish')
  bench.text(diff(21, 21, 9))
  t.match(lineOf(bench), { state: 'valid', reason: 'ok', updateId: 25 })
  t.strictSame(levelsOf(lineOf(bench).book, 'buy'), [[99, 7]])
  t.match(bench.take('publish')[0], { kind: 'state', body: { state: 'valid' } })
  t.match(bench.state.counts, { gaps: 1, resyncs: 1, duplicates: 2 })
  bench.answer(marketTexts.snapshot(24, BIDS, ASKS))
  bench.text(diff(26, 26))
  t.match(lineOf(bench), { state: 'valid', updateId: 26 })
  t.equal(bench.openRequests().length, 0)
})

t.test('a late diff heals no book that is wrong, and none whose hole is wider', async (t) => {
  const crossed = validBench()
  crossed.text(marketTexts.diff({ ids: [21, 21], bids: [[101, 1]] }))
  crossed.text(diff(23, 23))
  crossed.text(diff(22, 22))
  t.match(lineOf(crossed), { state: 'stale', reason: 'the book is crossed' })
  const wider = validBench()
  wider.text(diff(22, 22))
  wider.text(diff(25, 25))
  wider.text(diff(21, 21))
  t.match(lineOf(wider), { state: 'stale', reason: 'a diff is missing' })
})

t.test('ignores duplicates and older diffs', async (t) => {
  const bench = validBench()
  bench.text(diff(15, 20))
  bench.text(diff(3, 4))
  t.equal(stateOf(bench), 'valid')
  t.match(bench.state.counts, { duplicates: 2, gaps: 0 })
})

t.test('starts the buffer again at a hole in it', async (t) => {
  const bench = connectedBench()
  bench.text(diff(5, 9))
  bench.text(diff(12, 14))
  bench.answer(marketTexts.snapshot(9, BIDS, ASKS))
  t.equal(stateOf(bench), 'syncing')
  t.equal(bench.state.counts.gaps, 1)
  bench.advance(1_000_000)
  bench.answer(marketTexts.snapshot(12, BIDS, ASKS))
  t.equal(stateOf(bench), 'valid')
})

t.test('never lets the buffer grow past its limit', async (t) => {
  const bench = connectedBench({ bufferCount: 3 })
  for (let id = 1; id <= 10; id++) bench.text(diff(id, id))
  t.ok(lineOf(bench).buffer.length <= 3)
  bench.answer(marketTexts.snapshot(10, BIDS, ASKS))
  t.equal(stateOf(bench), 'valid')
})

t.test('does not show a crossed book', async (t) => {
  const bench = validBench()
  bench.take('ring.book')
  bench.text(marketTexts.diff({ ids: [21, 21], bids: [[101, 1]] }))
  t.equal(stateOf(bench), 'stale')
  t.strictSame(bench.take('ring.book'), [])
  t.equal(bench.state.counts.crossed, 1)
  bench.advance(1_000_000)
  bench.answer(marketTexts.snapshot(22, [[101, 1]], ASKS))
  bench.text(diff(22, 22))
  t.equal(stateOf(bench), 'stale')
  t.equal(bench.state.counts.crossed, 2)
})

t.test('checks best prices of equal id, whichever comes first, and starts again when they differ', async (t) => {
  const bench = validBench()
  bench.text(marketTexts.ticker(20, [99, 7], [101, 5]))
  bench.text(marketTexts.ticker(22, [99, 8], [101, 5]))
  bench.text(diff(21, 22, 8))
  t.match(bench.state.counts, { checks: 2, mismatches: 0 })
  bench.text(marketTexts.ticker(22, [99, 9], [101, 5]))
  t.match(bench.state.counts, { checks: 3, mismatches: 1 })
  t.equal(stateOf(bench), 'stale')
  t.equal(lineOf(bench).reason, 'best prices differ from those of the venue')
})

t.test('writes a checkpoint at the first diff of each event second that began before its eyes', async (t) => {
  const bench = validBench()
  bench.take('checkpoint')
  bench.text(diffAt(21, 1_700_000_000_999))
  bench.text(diffAt(22, 1_700_000_001_000))
  bench.text(diffAt(23, 1_700_000_001_100))
  t.match(bench.take('checkpoint'), [{ symbol: 'BTCUSDT', u: 22, hash: /^[0-9a-f]{16}$/ }])
  bench.text(diffAt(25, 1_700_000_003_000))
  bench.advance(200_000)
  bench.answer(marketTexts.snapshot(24, BIDS, ASKS))
  t.equal(stateOf(bench), 'valid')
  bench.text(diffAt(26, 1_700_000_004_000))
  t.match(bench.take('checkpoint'), [{ u: 26 }])
})

const update: fc.Arbitrary<Update> = fc.record({
  side: fc.constantFrom('buy' as const, 'sell' as const),
  distance: fc.integer({ min: 1, max: 12 }),
  lots: fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.integer({ min: 1, max: 5 }) }),
})

type Action =
  | { readonly type: 'diff'; readonly updates: readonly Update[]; readonly fate: 'arrive' | 'drop' | 'twice' | 'late' | 'cut' }
  | { readonly type: 'snapshot'; readonly back: number; readonly fails: boolean }
  | { readonly type: 'ticker'; readonly back: number }
  | { readonly type: 'wait'; readonly us: number }

const fate = fc.oneof(
  { weight: 12, arbitrary: fc.constant('arrive' as const) },
  { weight: 4, arbitrary: fc.constantFrom('drop' as const, 'twice' as const, 'late' as const, 'cut' as const) },
)

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ type: fc.constant('diff' as const), updates: fc.array(update, { minLength: 1, maxLength: 4 }), fate }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('snapshot' as const), back: fc.nat(12), fails: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('ticker' as const), back: fc.constantFrom(0, 0, 0, 1, 2, 4) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('wait' as const), us: fc.integer({ min: 1_000, max: 400_000 }) }) },
)

/** A true market, and a wire to md that loses, repeats, delays and breaks. */
class Wire {
  readonly market = new TrueMarket()
  readonly bench = connectedBench({ backoffMaxMs: 400 })
  #socketId = this.bench.socketId()
  #connected = true
  #late: string | null = null

  act(action: Action): void {
    const id = (back: number): number => Math.max(0, this.market.lastId - back)
    if (action.type === 'wait') this.pass(action.us)
    else if (action.type === 'ticker') this.#send(this.market.ticker(id(action.back)))
    else if (action.type === 'diff') this.#diff(action)
    else if (this.bench.openRequests().length > 0) this.bench.answer(this.market.snapshot(id(action.back)), action.fails && action.back > 6 ? 500 : 200)
  }

  pass(us: number): void {
    this.bench.advance(us)
    if (this.bench.socketId() === this.#socketId) return
    this.#socketId = this.bench.socketId()
    this.#connected = true
    this.#late = null
    this.bench.give({ type: 'socket.opened', socketId: this.#socketId })
  }

  /** A valid book is the true one, and the market itself is never found wrong. */
  isSound(): boolean {
    const line = lineOf(this.bench)
    const { mismatches, crossed, garbled } = this.bench.state.counts
    const requests = this.bench.openRequests().length
    return mismatches + crossed + garbled === 0 && requests <= 1 && (line.state !== 'valid' || this.market.isTrue(line.updateId, line.book))
  }

  #diff({ updates, fate }: Extract<Action, { type: 'diff' }>): void {
    for (const one of updates) this.market.update(one)
    const text = this.market.diff()
    const late = this.#late
    this.#late = fate === 'late' ? text : null
    if (fate === 'arrive' || fate === 'twice') this.#send(text)
    if (fate === 'twice') this.#send(text)
    if (late !== null) this.#send(late)
    if (fate === 'cut' && this.#connected) {
      this.#connected = false
      this.bench.give({ type: 'socket.closed', socketId: this.#socketId, reason: 'cut' })
    }
  }

  #send(text: string): void {
    if (this.#connected) this.bench.text(text)
  }
}

t.test('has the true book or none, whatever the wire does, and comes back when it is quiet', async (t) => {
  let validCount = 0
  let checkCount = 0
  fc.assert(
    fc.property(fc.array(action, { minLength: 20, maxLength: 120 }), (actions) => {
      const wire = new Wire()
      for (const one of actions) {
        wire.act(one)
        if (lineOf(wire.bench).state === 'valid') validCount += 1
        if (!wire.isSound()) return false
      }
      for (let round = 0; round < 12; round++) {
        wire.pass(450_000)
        wire.act({ type: 'diff', updates: [{ side: 'buy', distance: 3, lots: 1 + (round % 3) }], fate: 'arrive' })
        wire.act({ type: 'snapshot', back: 0, fails: false })
      }
      checkCount += wire.bench.state.counts.checks
      return wire.isSound() && stateOf(wire.bench) === 'valid' && lineOf(wire.bench).updateId === wire.market.lastId
    }),
    { numRuns: 300 },
  )
  t.ok(validCount > 200, `${validCount} times valid`)
  t.ok(checkCount > 50, `${checkCount} checks`)
})
