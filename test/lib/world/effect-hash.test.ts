import t from 'tap'
import { effectHash } from '../../../src/lib/world/effect-hash.ts'

const digestOf = (...entries: ReadonlyArray<readonly [number, string, unknown]>): string => {
  const hash = effectHash()
  for (const entry of entries) hash.add(...entry)
  return hash.digest()
}

t.test('depends on time, daemon, effect and order', async (t) => {
  const [a, b] = [[1, 'md', { type: 'a' }] as const, [2, 'md', { type: 'b' }] as const]
  const digests = [
    digestOf(),
    digestOf(a),
    digestOf(b),
    digestOf(a, b),
    digestOf(b, a),
    digestOf([2, 'md', { type: 'a' }]),
    digestOf([1, 'acct', { type: 'a' }]),
  ]
  t.equal(new Set(digests).size, digests.length)
  t.equal(digestOf(a, b), digestOf(a, b))
})

t.test('is the same however often it is asked, over any batches', async (t) => {
  const [asked, unasked] = [effectHash(), effectHash()]
  for (let index = 0; index < 5_000; index++) {
    for (const hash of [asked, unasked]) hash.add(index, 'md', { type: 'effect', index })
    if (index % 100 === 0) asked.digest()
  }
  t.equal(asked.digest(), unasked.digest())
  t.equal(asked.count, 5_000)
})

t.test('reads a book by its levels', async (t) => {
  const book = (bids: Float64Array) => [1, 'md', { type: 'ring.book', bids }] as const
  t.equal(digestOf(book(Float64Array.of(1, 2))), digestOf(book(Float64Array.of(1, 2))))
  t.not(digestOf(book(Float64Array.of(1, 2))), digestOf(book(Float64Array.of(1, 3))))
})
