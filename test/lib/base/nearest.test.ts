import fc from 'fast-check'
import t from 'tap'
import { nearest } from '../../../src/lib/base/nearest.ts'

const known = ['start', 'status', 'stop', 'orders', 'positions', 'demo']

t.test('finds the word behind a slip of the finger', async (t) => {
  t.equal(nearest('statsu', known)[0], 'status')
  t.equal(nearest('DEMO', known)[0], 'demo')
  t.equal(nearest('postions', known)[0], 'positions')
})

t.test('offers nothing for a word that is far from all', async (t) => {
  t.same(nearest('xylophone', known), [])
})

t.test('offers at most as many as asked for, best first', async (t) => {
  t.same(nearest('stat', known, 1), ['start'])
  t.same(nearest('stat', known), ['start', 'status', 'stop'])
})

t.test('puts a known word first', async (t) => {
  fc.assert(fc.property(fc.constantFrom(...known), (word) => nearest(word, known)[0] === word))
  t.same(nearest('stop', known, 1), ['stop'])
})

t.test('knows every word with one letter less', async (t) => {
  fc.assert(
    fc.property(fc.constantFrom(...known), fc.nat({ max: 8 }), (word, at) => {
      const cut = at % word.length
      return nearest(`${word.slice(0, cut)}${word.slice(cut + 1)}`, known).includes(word)
    }),
  )
  t.ok(nearest('stp', known).includes('stop'))
})
