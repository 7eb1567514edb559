import t from 'tap'
import { createDueQueue } from '../../../../src/daemons/sim/market/due-queue.ts'
import { prng } from '../../../../src/lib/base/prng.ts'

t.test('gives names in the order of their times, the newest time of each', async (t) => {
  const queue = createDueQueue()
  const random = prng(1)
  const times = new Map<string, number>()
  for (let index = 0; index < 1_000; index++) {
    const name = `n${random.below(300)}`
    times.set(name, random.below(10_000))
    queue.set(name, times.get(name) ?? 0)
  }
  const taken: string[] = []
  for (let name = queue.take(10_000); name !== null; name = queue.take(10_000)) taken.push(name)
  t.equal(taken.length, times.size)
  const dues = taken.map((name) => times.get(name) ?? 0)
  t.strictSame(
    dues,
    [...dues].sort((a, b) => a - b),
  )
  t.equal(queue.nextUs, null)
})

t.test('keeps what is not due yet', async (t) => {
  const queue = createDueQueue()
  queue.set('a', 10)
  t.strictSame([queue.take(9), queue.nextUs, queue.take(10), queue.take(10)], [null, 10, 'a', null])
})
