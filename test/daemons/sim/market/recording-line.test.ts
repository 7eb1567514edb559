import t from 'tap'
import { lineUs, parseLine, rawText } from '../../../../src/daemons/sim/market/recording-line.ts'

const DIFF =
  '1723161253937085768 {"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1723161255208,"s":"BTCUSDT","U":5,"u":9,"b":[["61737.63000000","0.00000000"]],"a":[["61837.64000000","1.54698000"]]}}'

t.test('reads time, stream and the exact frame of a line', async (t) => {
  t.equal(lineUs(DIFF), 1_723_161_253_937_085)
  const line = parseLine(DIFF)
  if (line === null || 'snapshot' in line) return t.fail('no event')
  t.equal(line.stream, 'btcusdt@depth@100ms')
  t.equal(line.text, DIFF.slice(20))
  t.equal(rawText(line.text), JSON.stringify(line.event))
})

t.test('knows a snapshot, skips what it does not know and refuses what is damaged', async (t) => {
  t.match(parseLine('1723161254206652067 {"lastUpdateId":7,"bids":[["1.00","2"]],"asks":[]}'), { snapshot: { lastUpdateId: 7 } })
  t.equal(parseLine('1723161254206652067 {"result":null,"id":1}'), null)
  t.equal(parseLine('1723161254206652067 {"stream":"!miniTicker@arr","data":[{"s":"BTCUSDT"}]}'), null)
  t.equal(parseLine('1723161254206652067 {"stream":"btcusdt@bookTicker","data":null}'), null)
  t.throws(() => parseLine('1723161254206652067 {"stream":'))
})
