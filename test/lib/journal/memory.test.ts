import fc from 'fast-check'
import t from 'tap'
import { prng } from '../../../src/lib/base/prng.ts'
import { memoryDisk } from '../../../src/lib/journal/memory.ts'
import { SEGMENT_BYTES_MIN } from '../../../src/lib/journal/writer.ts'

/** Deferred calls that a test lets happen one at a time. */
const schedule = () => {
  const calls: (() => void)[] = []
  return { defer: (_delayUs: number, run: () => void) => void calls.push(run), next: () => calls.shift()?.(), size: () => calls.length }
}

const draft = (payload: Uint8Array) => ({ tsUs: 1, epoch: 1, type: 'IN' as const, payload })

t.test('calls back only when the disk is done, and shares one sync', async (t) => {
  const { defer, next, size } = schedule()
  const { journal } = memoryDisk({ defer }).open()
  const done: string[] = []
  journal.append(draft(Uint8Array.of(1)))
  journal.sync(() => done.push('a'))
  journal.append(draft(Uint8Array.of(2)))
  journal.sync(() => done.push('b'))
  journal.sync(() => done.push('c'))
  t.strictSame(done, [])
  t.equal(size(), 1)
  next()
  t.strictSame(done, ['a'])
  next()
  t.strictSame(done, ['a', 'b', 'c'])
  t.equal(size(), 0)
})

t.test('hands over what was there when it is opened again', async (t) => {
  const { defer, next } = schedule()
  const disk = memoryDisk({ defer, segmentBytes: SEGMENT_BYTES_MIN })
  const first = disk.open().journal
  for (let index = 0; index < 100; index++) first.append(draft(new Uint8Array(1000).fill(index)))
  first.close((error) => t.equal(error, undefined))
  next()
  t.equal(disk.images().length, 2)
  const { journal, recovered } = disk.open()
  t.equal(recovered.length, 100)
  t.equal(journal.lastSeq, 100)
})

t.test('keeps what a sync acknowledged over crashes at any moment', async (t) => {
  fc.assert(
    fc.property(fc.integer(), fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 80 }), (seed, script) => {
      const { defer, next } = schedule()
      const chance = prng(seed)
      const disk = memoryDisk({ defer, segmentBytes: SEGMENT_BYTES_MIN })
      let { journal } = disk.open()
      const acknowledged: number[] = []
      let lastAcknowledged = 0
      const crash = (): void => {
        disk.crash(chance)
        const opened = disk.open()
        const kept = opened.recovered.map((frame) => new DataView(frame.payload.slice().buffer).getUint32(0))
        t.strictSame(kept.slice(0, acknowledged.length), acknowledged)
        journal = opened.journal
        acknowledged.splice(0, Infinity, ...kept)
        lastAcknowledged = kept.length
      }
      const values: number[] = []
      const actions: readonly (() => void)[] = [
        () => {
          const payload = new Uint8Array(4 + chance.below(3000))
          const value = chance.next()
          new DataView(payload.buffer).setUint32(0, value)
          values[journal.append(draft(payload))] = value
        },
        () => {
          const upTo = journal.lastSeq
          journal.sync(() => {
            for (let seq = lastAcknowledged + 1; seq <= upTo; seq++) acknowledged.push(values[seq] ?? -1)
            lastAcknowledged = Math.max(lastAcknowledged, upTo)
          })
        },
        () => next(),
        crash,
      ]
      for (const step of script) actions[step < 4 ? step : step - 4]?.()
      crash()
    }),
    { numRuns: 200 },
  )
})

t.test('loses un-synced frames in some crash and leaves a torn tail in some', async (t) => {
  let lost = 0
  let torn = 0
  for (let seed = 0; seed < 100; seed++) {
    const { defer } = schedule()
    const disk = memoryDisk({ defer })
    const { journal } = disk.open()
    for (let index = 0; index < 10; index++) journal.append(draft(new Uint8Array(1000).fill(1)))
    journal.sync(() => t.fail('a dead journal calls back'))
    disk.crash(prng(seed))
    const opened = disk.open()
    if (opened.recovered.length < 10) lost++
    if (opened.torn !== undefined) torn++
  }
  t.ok(lost > 50)
  t.ok(torn > 50)
})
