import t from 'tap'
import { createStreamGaps } from '../../../src/lib/io/stream-gaps.ts'

const place = (seq: number, over: object = {}) => ({ src: 'exec', topic: 'exec.events', epoch: 1, seq, ...over })

t.test('counts what was lost per source, topic and epoch', (t) => {
  const gaps = createStreamGaps()
  const missed = [
    place(500),
    place(501),
    place(504),
    place(3, { topic: 'exec.health' }),
    place(5, { src: 'risk' }),
    place(9, { epoch: 2 }),
    place(12, { epoch: 2 }),
  ]
  t.strictSame(
    missed.map((each) => gaps.note(each)),
    [0, 0, 2, 0, 0, 0, 2],
  )
  t.end()
})

t.test('takes an old message for no gap, neither then nor afterwards', (t) => {
  const gaps = createStreamGaps()
  t.strictSame(
    [10, 9, 10, 11].map((seq) => gaps.note(place(seq))),
    [0, 0, 0, 0],
  )
  t.end()
})

t.test('begins anew with a topic that was forgotten', (t) => {
  const gaps = createStreamGaps()
  gaps.note(place(1))
  gaps.note(place(1, { topic: 'exec.health' }))
  gaps.forget((topic) => topic === 'exec.events')
  t.equal(gaps.note(place(100)), 0)
  t.equal(gaps.note(place(100, { topic: 'exec.health' })), 98)
  t.end()
})
