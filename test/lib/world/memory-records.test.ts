import t from 'tap'
import { memoryDocuments, memoryRecords } from '../../../src/lib/world/memory-records.ts'

t.test('keeps the lines of all its writers, in order', async (t) => {
  const { records, open } = memoryRecords()
  const first = open()
  first.append({ a: 1 })
  first.close()
  open().append({ a: 2 })
  t.same(records, [{ a: 1 }, { a: 2 }])
})

t.test('keeps the last document of each incarnation', async (t) => {
  const { documents, open } = memoryDocuments()
  const first = open()
  first.replace({ epoch: 1, n: 1 })
  first.replace({ epoch: 1, n: 2 })
  const second = open()
  t.same(documents, [{ epoch: 1, n: 2 }, null])
  second.replace({ epoch: 2 })
  t.same(documents, [{ epoch: 1, n: 2 }, { epoch: 2 }])
})
