import t from 'tap'
import { falsified } from './falsified.ts'

const diff = (u: number): string => `1 {"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","U":${u - 1},"u":${u},"b":[["1.00","2.00000000"]],"a":[]}}`
const ticker = (u: number, qty = '3.78829000'): string => `2 {"stream":"btcusdt@bookTicker","data":{"u":${u},"b":"1.00","B":"${qty}","a":"2.00","A":"1.5"}}`

t.test('changes one best bid past the middle, at an update of which a diff tells too', async (t) => {
  const lines = [diff(2), ticker(2), diff(4), ticker(3), ticker(4), diff(5), ticker(5)]
  t.same(falsified(lines), [diff(2), ticker(2), diff(4), ticker(3), ticker(4, '3.78820000'), diff(5), ticker(5)])
})

t.test('refuses a recording without such an update', async (t) => {
  t.throws(() => falsified([diff(2), diff(3), ticker(4)]), { message: /belongs to an update of its book/ })
})
