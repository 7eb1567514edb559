import t from 'tap'
import { createLineBuffer } from '../../../../src/daemons/sim/market/line-buffer.ts'

t.test('hands lines out in order and knows where each one stands', async (t) => {
  const buffer = createLineBuffer()
  t.equal(buffer.peek(), undefined)
  buffer.push({ lines: ['a', 'b'], file: 'one', firstLine: 7, round: 0 })
  buffer.push({ lines: [], file: 'one', firstLine: 9, round: 0 })
  buffer.push({ lines: ['c'], file: 'two', firstLine: 1, round: 1 })
  t.equal(buffer.size, 3)
  const places: unknown[] = []
  for (let line = buffer.peek(); line !== undefined; line = buffer.peek()) {
    const { round } = buffer
    buffer.take()
    places.push([line, round, buffer.place])
  }
  t.strictSame(places, [
    ['a', 0, { file: 'one', line: 7, round: 0 }],
    ['b', 0, { file: 'one', line: 8, round: 0 }],
    ['c', 1, { file: 'two', line: 1, round: 1 }],
  ])
  t.equal(buffer.size, 0)
  buffer.take()
  t.strictSame(buffer.place, { file: 'two', line: 1, round: 1 })
})
