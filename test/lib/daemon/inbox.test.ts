import fc from 'fast-check'
import t from 'tap'
import { epochUs } from '../../../src/lib/base/units.ts'
import type { Stamped } from '../../../src/lib/daemon/core.ts'
import { createInbox } from '../../../src/lib/daemon/inbox.ts'

const drained = <In>(inbox: ReturnType<typeof createInbox<In>>, max = Number.MAX_SAFE_INTEGER): Array<Stamped<In>> => {
  const seen: Array<Stamped<In>> = []
  inbox.drain(max, (at) => seen.push(at))
  return seen
}

t.test('hands over in order, with stamps that only rise, whatever the clock does', async (t) => {
  const batches = fc.array(fc.record({ clocks: fc.array(fc.nat({ max: 1_000 }), { maxLength: 20 }), take: fc.nat({ max: 12 }) }), { maxLength: 20 })
  fc.assert(
    fc.property(batches, fc.nat({ max: 1_000 }), (plan, floorUs) => {
      let clock = 0
      const inbox = createInbox<number>({ capacity: 10_000, floorUs, nowUs: () => epochUs(clock) })
      const seen: Array<Stamped<number>> = []
      let pushed = 0
      for (const { clocks, take } of plan) {
        for (clock of clocks) inbox.push(pushed++)
        seen.push(...drained(inbox, take))
      }
      seen.push(...drained(inbox))
      return (
        seen.length === pushed &&
        seen.every(({ seq, nowUs, input }, index) => input === index && seq === index + 1 && nowUs > (seen[index - 1]?.nowUs ?? floorUs))
      )
    }),
  )
  t.equal(createInbox({ capacity: 1, floorUs: 0, nowUs: () => epochUs(5) }).size, 0)
})

t.test('refuses what is above its capacity, and counts it', async (t) => {
  const inbox = createInbox<number>({ capacity: 3, floorUs: 0, nowUs: () => epochUs(9) })
  t.same(
    [1, 2, 3, 4, 5].map((input) => inbox.push(input)),
    [true, true, true, false, false],
  )
  t.match(inbox, { size: 3, dropped: 2 })
  t.same(
    drained(inbox, 1).map(({ input }) => input),
    [1],
  )
  t.equal(inbox.push(6), true)
  t.same(
    drained(inbox).map(({ seq, input }) => [seq, input]),
    [
      [2, 2],
      [3, 3],
      [4, 6],
    ],
  )
})

t.test('takes what a step pushes into the next batch', async (t) => {
  const inbox = createInbox<number>({ capacity: 10, floorUs: 0, nowUs: () => epochUs(9) })
  inbox.push(1)
  const seen: number[] = []
  inbox.drain(10, ({ input }) => {
    seen.push(input)
    inbox.push(input + 1)
  })
  t.same(seen, [1])
  t.same(
    drained(inbox).map(({ input }) => input),
    [2],
  )
})

t.test('gives back the room of a long queue', async (t) => {
  const inbox = createInbox<number>({ capacity: 10_000, floorUs: 0, nowUs: () => epochUs(0) })
  for (let input = 0; input < 10_000; input++) inbox.push(input)
  t.equal(drained(inbox, 5_000).length, 5_000)
  t.equal(inbox.oldestUs(), 5_001)
  t.equal(drained(inbox)[0]?.input, 5_000)
  t.equal(inbox.oldestUs(), null)
})
