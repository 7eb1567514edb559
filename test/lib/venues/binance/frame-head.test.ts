import t from 'tap'
import { FrameCursor } from '../../../../src/lib/venues/binance/frame-cursor.ts'
import { FrameHead } from '../../../../src/lib/venues/binance/frame-head.ts'
import { utf8Bytes } from '../../../kit/market-texts.ts'

const at = (text: string, place: number): FrameCursor => {
  const cursor = new FrameCursor()
  cursor.load(utf8Bytes(text))
  cursor.at = place
  return cursor
}

t.test('knows a head again by each of its bytes', async (t) => {
  const head = '{"stream":"btcusdt@depth","data":{"e":"depthUpdate",'
  for (const length of [4, 5, 6, 7, head.length]) {
    const known = new FrameHead()
    known.keep(at(head, length))
    const cursor = at(`${head}"E":1}}`, 0)
    t.ok(known.take(cursor))
    t.equal(cursor.at, length, 'goes behind it')
    for (let place = 0; place < length; place++) {
      const other = at(`${head.slice(0, place)}#${head.slice(place + 1)}`, 0)
      t.notOk(known.take(other), `byte ${place} of ${length}`)
      t.equal(other.at, 0)
    }
  }
})

t.test('knows no head of a shorter frame, nor before the first, nor one that is very short or long', async (t) => {
  const known = new FrameHead()
  t.notOk(known.take(at('{"e":"depthUpdate",', 0)))
  known.keep(at('{"e":"depthUpdate",', 19))
  t.notOk(known.take(at('{"e":"depthUpdate"', 0)))
  known.keep(at('{"e"', 3))
  t.notOk(known.take(at('{"e"', 0)))
  known.keep(at('x'.repeat(300), 257))
  t.notOk(known.take(at('x'.repeat(300), 0)))
})
