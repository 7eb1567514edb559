import t from 'tap'
import { epochUs } from '../../../src/lib/base/units.ts'
import { asJournaled, foldFrames, lastEpoch, payloadOf, recorder } from '../../../src/lib/daemon/recorder.ts'
import type { Frame, FrameDraft, Journal } from '../../../src/lib/ports/journal.ts'
import { plainToyCore, toyCore } from '../../kit/toy-daemon.ts'

const memory = (): { readonly frames: Frame[]; readonly journal: Journal } => {
  const frames: Frame[] = []
  const append = (draft: FrameDraft): number => frames.push({ ...draft, seq: frames.length + 1 })
  return { frames, journal: { lastSeq: 0, append, sync: () => undefined, close: () => undefined } }
}

const counted = (total: number) => ({ type: 'counted' as const, total, atUs: total })

t.test('writes each frame with its stamp, its epoch and its value', async (t) => {
  const { frames, journal } = memory()
  const record = recorder(journal, 7)
  record.begin(epochUs(10), { service: 'exec' })
  record.input({ seq: 1, nowUs: epochUs(11), input: { type: 'add', amount: 5 } })
  record.record('EVENT', epochUs(11), counted(5))
  t.match(frames, [
    { type: 'EPOCH', tsUs: 10, epoch: 7 },
    { type: 'IN', tsUs: 11, epoch: 7 },
    { type: 'EVENT', tsUs: 11, epoch: 7 },
  ])
  t.same(frames.map(payloadOf), [{ service: 'exec' }, { type: 'add', amount: 5 }, counted(5)])
})

t.test('folds decisions only, and knows the last stamp', async (t) => {
  const { frames, journal } = memory()
  const record = recorder(journal, 7)
  const core = toyCore()
  const state = core.init({ startTotal: 1, askEveryUs: 0 })
  t.equal(foldFrames(core, state, []), 0)
  record.begin(epochUs(10), {})
  record.record('EVENT', epochUs(11), counted(5))
  record.input({ seq: 1, nowUs: epochUs(12), input: { type: 'add', amount: 9 } })
  t.equal(foldFrames(core, state, frames), 12)
  t.equal(state.total, 5)
})

t.test('knows the highest epoch of a journal', async (t) => {
  const { frames, journal } = memory()
  t.equal(lastEpoch(frames), 0)
  for (const epoch of [3, 9]) recorder(journal, epoch).begin(epochUs(1), {})
  t.equal(lastEpoch(frames), 9)
})

t.test('stops at a frame that holds no value', async (t) => {
  const frame: Frame = { seq: 4, tsUs: 1, epoch: 1, type: 'EVENT', payload: new Uint8Array([0xff]) }
  t.throws(() => payloadOf(frame), { name: 'BugError', message: /^journal frame 4 holds no value: / })
})

t.test('tells a core with a journal from one without', async (t) => {
  const core = toyCore()
  t.equal(asJournaled(core), core)
  t.equal(asJournaled(plainToyCore()), null)
})
