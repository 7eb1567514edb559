import { join } from 'node:path'
import t from 'tap'
import { DATA_BYTES_MAX, decode, encode } from '../../../src/lib/codec/cbor.ts'
import type { CommonOut } from '../../../src/lib/daemon/effects.ts'
import { payloadOf } from '../../../src/lib/daemon/recorder.ts'
import { epochReached, recoverState } from '../../../src/lib/daemon/recovery.ts'
import { type Running, runDaemon } from '../../../src/lib/daemon/run.ts'
import { systemClock } from '../../../src/lib/io/clock.ts'
import { openJournal } from '../../../src/lib/io/journal-file.ts'
import { readJournal } from '../../../src/lib/io/journal-reader.ts'
import type { FrameDraft } from '../../../src/lib/ports/journal.ts'
import { type ToyCore, type ToyEffect, toyCore, toySpec } from '../../kit/toy-daemon.ts'
import { toyHost } from '../../kit/toy-host.ts'
import { until } from '../../kit/until.ts'

const config = { startTotal: 0, askEveryUs: 0 }

/** A toy that remembers every sum, and may begin at a snapshot. */
const rememberingCore = (): ToyCore & { readonly sums: number[] } => {
  const toy = toyCore()
  const kept = { total: 0, sums: [] as number[] }
  const remember = (record: ToyEffect | CommonOut): void => {
    if (record.type !== 'counted') return
    kept.sums.push(record.total)
    kept.total = record.total
  }
  return {
    ...toy,
    sums: kept.sums,
    step: (state, at, emit) => {
      state.total = kept.total
      toy.step(state, at, (out) => {
        remember(out)
        emit(out)
      })
    },
    apply: (_state, record) => remember(record),
    snapshot: { schema: 'total sums', kept: () => kept },
  }
}
const counted = (total: number): FrameDraft => ({ tsUs: 1_000 + total, epoch: 4, type: 'EVENT', payload: encode({ type: 'counted', total, atUs: 1 }) })
const opened = (...drafts: FrameDraft[]) => ({
  journal: { lastSeq: 0, append: () => 1, sync: () => undefined, close: () => undefined },
  recovered: drafts.map((draft, index) => ({ ...draft, seq: index + 1 })),
})
const snapshot = { segment: 2, seq: 9, tsUs: 5_000, epoch: 7, parts: [{ field: 'sums', kind: 'list', items: [1, 2] }] }

t.test('begins at the snapshot and folds what is behind it', async (t) => {
  const core = rememberingCore()
  t.equal(recoverState(core, core.init(config), { ...opened(counted(3)), snapshot }), 5_000)
  t.strictSame(core.sums, [1, 2, 3])
  t.equal(epochReached({ ...opened(counted(3)), snapshot }), 7)
})

t.test('folds every frame without a snapshot, or when the core wants none', async (t) => {
  const core = rememberingCore()
  t.equal(recoverState(core, core.init(config), opened(counted(1), counted(2))), 1_002)
  t.strictSame(core.sums, [1, 2])
  const plain = toyCore()
  t.equal(recoverState(plain, plain.init(config), { ...opened(counted(3)), snapshot }), 5_000)
  t.strictSame([epochReached(opened(counted(1))), epochReached(opened())], [4, 0])
})

t.test('a daemon with a snapshot starts where one that reads everything would, and the first frames stay', async (t) => {
  const folder = join(t.testdir(), 'journal')
  const options = { svc: 'exec', segmentBytes: 131_072, snapshotSchema: 'total sums' }
  const host = toyHost()
  const incarnation = async (epoch: number, adds: number): Promise<{ read: number; from: number; sums: number[] }> => {
    const given = openJournal(folder, options)
    const core = rememberingCore()
    let ended = false
    const running = runDaemon(
      toySpec(core, () => undefined),
      {
        config,
        epoch,
        opened: given,
        ports: { bus: { ...host.hub.connect('exec', epoch), close: (done) => done() }, log: { write: () => undefined }, clock: systemClock() },
        onEnd: () => {
          ended = true
        },
      },
    ) as unknown as Omit<Running, 'offer'> & { offer(input: object): void }
    const before = core.sums.length
    for (let index = 0; index < adds; index++) running.offer({ type: 'add', amount: 1, text: 'x'.repeat(1_000) })
    await until('all are added', () => core.sums.length === before + adds)
    running.offer({ type: 'timer.fired', id: 'drain' })
    await until('it ended', () => ended)
    return { read: given.recovered.length, from: given.snapshot?.seq ?? 0, sums: core.sums }
  }
  for (const epoch of [1, 2, 3]) await incarnation(epoch, 400)
  const last = await incarnation(4, 1)
  t.ok(last.from > 500, `the snapshot stands at ${last.from}`)
  const whole = readJournal(folder)
  t.ok(last.read < whole.frames.length / 2, `${last.read} of ${whole.frames.length} frames are read`)
  t.strictSame(
    last.sums,
    Array.from({ length: 1_201 }, (_, index) => index + 1),
  )
  t.equal(whole.frames[0]?.seq, 1)
  const confirmed = whole.frames.filter(({ type }) => type === 'SNAPSHOT').map(payloadOf)
  t.match(confirmed.at(-1), { seq: last.from, sha256: /^[0-9a-f]{64}$/ })
  t.equal(decode(encode(confirmed), { maxBytes: DATA_BYTES_MAX }).ok, true)
})
