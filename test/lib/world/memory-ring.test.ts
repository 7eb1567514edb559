import t from 'tap'
import { createKernel } from '../../../src/lib/world/kernel.ts'
import { memoryRing } from '../../../src/lib/world/memory-ring.ts'
import { btc, collector, sample } from '../../kit/ring.ts'

t.test('has nothing to open before its first writer', async (t) => {
  t.equal(memoryRing(createKernel(5)).open(), null)
})

t.test('brings what is written to every reader', async (t) => {
  const web = memoryRing(createKernel(5))
  const { ring } = web.create()
  ring.addSymbol(btc)
  const readers = [web.open(), web.open()]
  for (const id of [1, 2]) ring.ticker(sample.ticker(id))
  for (const reader of readers) {
    const shown = collector()
    reader?.poll(shown.visitor, 100)
    t.match(shown.records, [{ id: 1 }, { id: 2 }])
  }
})

t.test('gives each writer a new epoch, and leaves the old ring to its readers', async (t) => {
  const kernel = createKernel(5)
  const web = memoryRing(kernel)
  const first = web.create().ring
  first.addSymbol(btc)
  const old = web.open()
  first.ticker(sample.ticker(1))
  kernel.run(90)
  const second = web.create().ring
  t.same([first.epoch, second.epoch], [1, 2])
  t.match(web.open(), { epoch: 2, createdUs: 90 })
  const shown = collector()
  old?.poll(shown.visitor, 100)
  t.equal(shown.records.length, 1)
})

t.test('calls its listeners for a new ring and for each bell, until they leave', async (t) => {
  const web = memoryRing(createKernel(5))
  let calls = 0
  const leave = web.listen(() => {
    calls += 1
  })
  const { bell } = web.create()
  bell.notify()
  t.equal(calls, 2)
  leave()
  bell.notify()
  web.create()
  t.equal(calls, 2)
})
