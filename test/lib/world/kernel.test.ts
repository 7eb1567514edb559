import fc from 'fast-check'
import t from 'tap'
import { createKernel } from '../../../src/lib/world/kernel.ts'

t.test('runs everything by time, and equal times in the order of their calls', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 50 }), { maxLength: 200 }), (delays) => {
      const kernel = createKernel(1_000)
      const seen: Array<readonly [number, number]> = []
      for (const [index, delay] of delays.entries()) kernel.after(delay, () => seen.push([kernel.nowUs() - 1_000, index]))
      const count = kernel.run(2_000)
      const wanted = delays.map((delay, index) => [delay, index] as const).sort(([a, i], [b, j]) => a - b || i - j)
      return count === delays.length && JSON.stringify(seen) === JSON.stringify(wanted)
    }),
  )
  t.equal(createKernel(5).nowUs(), 5)
})

t.test('runs what is due and no more', async (t) => {
  const kernel = createKernel(0)
  const seen: string[] = []
  kernel.after(10, () => seen.push('ten'))
  kernel.after(11, () => seen.push('eleven'))
  t.equal(kernel.run(10), 1)
  t.same(seen, ['ten'])
  t.equal(kernel.nowUs(), 10)
  kernel.run(500)
  t.equal(kernel.nowUs(), 500, 'time goes on although nothing happens')
})

t.test('runs nothing that was canceled', async (t) => {
  const kernel = createKernel(0)
  const seen: string[] = []
  const cancels = ['a', 'b', 'c'].map((name) => kernel.after(10, () => seen.push(name)))
  cancels[1]?.()
  cancels[1]?.()
  t.equal(kernel.run(100), 2)
  cancels[0]?.()
  t.same(seen, ['a', 'c'])
})

t.test('never goes back in time', async (t) => {
  const kernel = createKernel(100)
  const times: number[] = []
  kernel.after(50, () => kernel.after(-500, () => times.push(kernel.nowUs())))
  kernel.run(200)
  t.same(times, [150])
  kernel.run(120)
  t.equal(kernel.nowUs(), 200)
})

t.test('runs in the same turn what an event adds for now', async (t) => {
  const kernel = createKernel(0)
  const seen: number[] = []
  const again = (left: number): void => {
    seen.push(left)
    if (left > 0) kernel.after(0, () => again(left - 1))
  }
  kernel.after(5, () => again(3))
  t.equal(kernel.run(5), 4)
  t.same(seen, [3, 2, 1, 0])
})
