import fc from 'fast-check'
import t from 'tap'
import { DATA_BYTES_MAX, decode } from '../../../src/lib/codec/cbor.ts'
import { restoreParts, snapshotParts, snapshotter } from '../../../src/lib/daemon/snapshot.ts'
import type { SavedSnapshot, SnapshotMark } from '../../../src/lib/ports/snapshot.ts'

const fresh = () => ({
  orders: new Map<string, unknown>(),
  live: new Set<string>(),
  events: [] as unknown[],
  sums: new Map<string, bigint>(),
  count: 0,
  opened: false,
})
type State = ReturnType<typeof fresh>

const all = (parts: Iterator<Uint8Array>): Uint8Array[] => {
  const found: Uint8Array[] = []
  for (let next = parts.next(); next.done !== true; next = parts.next()) found.push(next.value)
  return found
}
const values = (parts: readonly Uint8Array[]): unknown[] =>
  parts.map((part) => {
    const decoded = decode(part, { maxBytes: DATA_BYTES_MAX })
    return decoded.ok ? decoded.value : decoded.error
  })
const restored = (state: State): State => {
  const made = fresh()
  restoreParts(made, values(all(snapshotParts(state))))
  return made
}

const anyState = fc
  .record({
    orders: fc.array(fc.tuple(fc.string(), fc.record({ price: fc.string(), qty: fc.integer() }, { noNullPrototype: true })), { maxLength: 80 }),
    live: fc.array(fc.string(), { maxLength: 40 }),
    events: fc.array(fc.record({ seq: fc.nat() }, { noNullPrototype: true }), { maxLength: 100 }),
    sums: fc.array(fc.tuple(fc.string(), fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n })), { maxLength: 20 }),
    count: fc.nat(),
    opened: fc.boolean(),
  })
  .map(({ orders, live, events, sums, count, opened }): State => ({ orders: new Map(orders), live: new Set(live), events, sums: new Map(sums), count, opened }))

t.test('a state comes back to the byte, in the same order', async (t) => {
  const run = (): void =>
    fc.assert(
      fc.property(anyState, (state) => {
        const again = restored(state)
        t.strictSame([...again.orders], [...state.orders])
        const [one, two] = [all(snapshotParts(state)), all(snapshotParts(again))]
        return (
          one.length === two.length && one.every((part, index) => part.every((byte, at) => byte === two[index]?.[at])) && again.sums.size === state.sums.size
        )
      }),
      { numRuns: 100, seed: 5 },
    )
  t.doesNotThrow(run)
})

t.test('holds the moment at which it was taken, however late it is encoded', async (t) => {
  const state = { ...fresh(), orders: new Map<string, unknown>([['a', { qty: 1 }]]), events: [1, 2] as unknown[], count: 1 }
  const parts = snapshotParts(state)
  state.orders.set('a', { qty: 2 }).set('b', { qty: 3 })
  state.events.push(3)
  state.count = 2
  const made = fresh()
  restoreParts(made, values(all(parts)))
  t.strictSame([[...made.orders], made.events, made.count], [[['a', { qty: 1 }]], [1, 2], 1])
})

t.test('refuses a field that the state does not know', async (t) => {
  t.throws(() => restoreParts(fresh(), [{ field: 'other', kind: 'value', items: [1] }]), /snapshot holds 'other'/)
})

t.test('takes one at each new segment, never two at a time, and says when it cannot', async (t) => {
  const saves: { mark: SnapshotMark; done: (error: Error | null, saved: SavedSnapshot | null) => void }[] = []
  const confirmed: number[] = []
  const logs: string[] = []
  const journal = { lastSeq: 0, segment: 0, append: () => 1, sync: () => undefined, close: () => undefined }
  const look = snapshotter({
    journal,
    store: { save: (mark, _parts, done) => void saves.push({ mark, done }) },
    epoch: 3,
    log: { write: (_level, message) => void logs.push(message) },
    kept: fresh,
    lastUs: () => 77,
    confirm: ({ seq }) => void confirmed.push(seq),
  })
  const grow = (segment: number, lastSeq: number): void => {
    Object.assign(journal, { segment, lastSeq })
    look()
  }
  grow(1, 10)
  t.equal(saves.length, 0, 'the first segment has nothing before it')
  grow(2, 20)
  grow(2, 25)
  grow(3, 30)
  t.strictSame(
    saves.map(({ mark }) => mark),
    [{ segment: 2, seq: 20, tsUs: 77, epoch: 3 }],
  )
  saves[0]?.done(null, { sha256: 'x', bytes: 1 })
  look()
  t.equal(saves[1]?.mark.segment, 3)
  saves[1]?.done(new Error('ENOSPC'), null)
  t.strictSame([confirmed, logs], [[20], ['no snapshot was written, the next start reads more']])
  grow(4, 40)
  saves[2]?.done(null, { sha256: 'x', bytes: 40 * 1024 * 1024 })
  for (const segment of [5, 6]) grow(segment, segment * 10)
  t.equal(saves.length, 3, 'a large one is not repeated at once')
  grow(7, 70)
  t.equal(saves[3]?.mark.seq, 70)
})
