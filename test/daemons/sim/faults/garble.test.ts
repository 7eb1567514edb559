import t from 'tap'
import { garble } from '../../../../src/daemons/sim/faults/garble.ts'
import { prng } from '../../../../src/lib/base/prng.ts'

const TEXT = '{"e":"depthUpdate","E":1,"s":"A","U":1,"u":2,"b":[["1.0","2.0"]],"a":[]}'

t.test('makes every form of an unreadable frame', async (t) => {
  const random = prng(1)
  const frames = Array.from({ length: 60 }, () => garble(TEXT, random))
  t.ok(frames.some(({ isBinary }) => isBinary))
  t.ok(frames.some(({ text }) => text.startsWith('<!DOCTYPE html>')))
  t.ok(frames.some(({ text }) => text.length > 20_000_000))
  t.ok(frames.some(({ text }) => text.startsWith('[[[')))
  t.ok(frames.some(({ text }) => text.includes('"U":"many"')))
  t.ok(frames.some(({ text }) => text.includes('["1.0","-2.0"]')))
  t.ok(frames.some(({ text }) => text.length < TEXT.length && TEXT.startsWith(text)))
})
