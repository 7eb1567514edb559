import t from 'tap'
import { LevelMemory } from '../../../src/lib/venues/level-memory.ts'

t.test('gives the same view for the same count, over the same memory', async (t) => {
  const memory = new LevelMemory()
  memory.flat.set([1, 2, 3, 4])
  const view = memory.view(2)
  t.strictSame([...view], [1, 2, 3, 4])
  memory.flat[0] = 9
  t.equal(memory.view(2), view)
  t.equal(view[0], 9)
})

t.test('keeps what it holds when it grows, and makes new views', async (t) => {
  const memory = new LevelMemory()
  const room = memory.flat.length
  memory.flat[0] = 7
  const before = memory.view(1)
  t.equal(memory.grow().length, 2 * room)
  t.equal(memory.view(1)[0], 7)
  t.not(memory.view(1), before)
  t.equal(memory.view(room).length, 2 * room)
})
