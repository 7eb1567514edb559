import fc from 'fast-check'
import t from 'tap'
import { prng } from '../../../src/lib/base/prng.ts'
import { encode } from '../../../src/lib/codec/cbor.ts'
import { payloadOf } from '../../../src/lib/daemon/recorder.ts'
import { replay } from '../../../src/lib/daemon/replay.ts'
import type { Frame } from '../../../src/lib/ports/journal.ts'
import { toyCore } from '../../kit/toy-daemon.ts'
import { toyHost } from '../../kit/toy-host.ts'

/** A journal of two incarnations with three decisions each. */
const recorded = (): readonly Frame[] => {
  const host = toyHost()
  for (const amounts of [
    [1, 2, 3],
    [4, 5, 6],
  ]) {
    const daemon = host.start()
    for (const amount of amounts) daemon.offer({ type: 'add', amount })
    host.run(10_000)
  }
  return host.recovered()
}

const eventsOf = (frames: readonly Frame[]): readonly Frame[] => frames.filter(({ type }) => type === 'EVENT')

t.test('makes the same decisions from the same inputs, over restarts', async (t) => {
  t.same(replay(toyCore(), recorded()), { inputs: 8, compared: 6, difference: null })
})

t.test('passes over frames that confirm a snapshot', async (t) => {
  const frames = recorded().flatMap((frame) => [frame, { ...frame, type: 'SNAPSHOT' as const, payload: encode({ seq: frame.seq }) }])
  t.same(replay(toyCore(), frames), { inputs: 8, compared: 6, difference: null })
})

t.test('names the first decision that another program would take', async (t) => {
  const frames = recorded()
  const first = eventsOf(frames)[0]
  const { difference, compared } = replay(toyCore(2), frames)
  t.match(difference, { seq: first?.seq, recorded: /^EVENT .*"total":1,/, replayed: /^EVENT .*"total":2,/ })
  t.equal(compared, 1)
})

t.test('names a decision that was changed in the record', async (t) => {
  const frames = recorded()
  const third = eventsOf(frames)[2]
  const forged = frames.map((frame) => (frame === third ? { ...frame, payload: encode({ ...(payloadOf(frame) as object), total: 7 }) } : frame))
  t.match(replay(toyCore(), forged), { difference: { seq: third?.seq, recorded: /"total":7/, replayed: /"total":6/ } })
})

t.test('names a decision of another kind', async (t) => {
  const frames = recorded()
  const third = eventsOf(frames)[2]
  const forged = frames.map((frame) => (frame === third ? { ...frame, type: 'HALT' as const } : frame))
  t.match(replay(toyCore(), forged), { difference: { seq: third?.seq, recorded: /^HALT/, replayed: /^EVENT/ } })
})

t.test('names a decision that is missing, and one that nobody takes', async (t) => {
  const frames = recorded()
  const second = eventsOf(frames)[1]
  const cut = frames.filter((frame) => frame !== second)
  t.match(replay(toyCore(), cut), { difference: { recorded: 'the next input', replayed: /"total":3/ } })
  const twice = frames.flatMap((frame) => (frame === second ? [frame, frame] : [frame]))
  t.match(replay(toyCore(), twice), { difference: { seq: second?.seq, recorded: /"total":3/, replayed: 'nothing' } })
})

t.test('takes the records that the last input lost in a crash for no difference', async (t) => {
  const frames = recorded()
  t.equal(frames.at(-1)?.type, 'EVENT')
  t.same(replay(toyCore(), frames.slice(0, -1)), { inputs: 8, compared: 5, difference: null })
})

t.test('agrees with itself after any crashes', async (t) => {
  const crashes = fc.array(fc.record({ seed: fc.integer(), afterUs: fc.nat({ max: 8_000 }) }), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(crashes, (plan) => {
      const host = toyHost()
      for (const { seed, afterUs } of plan) {
        const daemon = host.start()
        for (let index = 0; index < 20; index++) host.kernel.after(index * 300, () => daemon.offer({ type: 'add', amount: index }))
        host.run(afterUs)
        daemon.kill()
        host.disk.crash(prng(seed))
        host.run(10_000)
      }
      return replay(toyCore(), host.recovered()).difference === null
    }),
  )
  t.match(replay(toyCore(), []), { inputs: 0, compared: 0, difference: null })
})
