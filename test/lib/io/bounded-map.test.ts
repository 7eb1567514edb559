import t from 'tap'
import { BoundedMap } from '../../../src/lib/io/bounded-map.ts'

t.test('forgets the oldest above its size', (t) => {
  const map = new BoundedMap<string, number>(2)
  map.set('a', 1)
  map.set('b', 2)
  map.set('a', 3)
  map.set('c', 4)
  t.strictSame([map.get('a'), map.get('b'), map.get('c'), map.size], [3, undefined, 4, 2])
  t.end()
})

t.test('gives a taken value once', (t) => {
  const map = new BoundedMap<string, number>(2)
  map.set('a', 1)
  t.strictSame([map.take('a'), map.take('a'), map.size], [1, undefined, 0])
  t.end()
})
