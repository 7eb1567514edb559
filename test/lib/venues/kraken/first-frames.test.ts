import t from 'tap'
import { inferInstrument, readFirstFrame } from '../../../../src/lib/venues/kraken/first-frames.ts'
import { utf8Bytes } from '../../../kit/market-texts.ts'

const whole = '[992,{"as":[["354.80000000","1.40000000","1618678133.020508"]],"bs":[["354.15000000","5.00000000","1618678133.020600"]]},"book-1000","XMR/USD"]'
const inferred = inferInstrument(whole)
if (inferred === null) throw new Error('nothing inferred')
const instruments = new Map([['XMR-USD', inferred.instrument]])
const read = (text: string) => readFirstFrame(utf8Bytes(text), instruments)

t.test('infers the steps of a pair from its first book', async (t) => {
  t.match(inferred, { printedDecimals: 8, instrument: { symbol: 'XMR-USD', priceDecimals: 2, qtyDecimals: 8 } })
  for (const text of ['{"event":"heartbeat"}', 'x', '[]', '[1,{"as":[],"bs":[]},"book-10","A/B"]']) t.equal(inferInstrument(text), null, text)
})

t.test('reads whole books and changes, also of both sides in two parts', async (t) => {
  t.match(read(whole), { type: 'book', checksum: null, eventUs: 1_618_678_133_020_508, bids: [35_415, 500_000_000], asks: [35_480, 140_000_000] })
  const both = '[992,{"a":[["354.90","1.0","1618678134.0"]]},{"b":[["354.10","0.0","1618678134.5"]],"c":"7"},"book-1000","XMR/USD"]'
  t.match(read(both), { type: 'diff', checksum: 7, bids: [35_410, 0], asks: [35_490, 100_000_000] })
})

t.test('passes over what is no book and names what is garbled', async (t) => {
  t.strictSame(read('{"event":"heartbeat"}'), { type: 'ignored' })
  for (const text of [
    '<',
    whole.replace('XMR/USD', 'X/Y'),
    whole.replace('354.80', '354.801'),
    whole.replace('{"as"', '[{"as"').replace('},"book', '}],"book'),
  ]) {
    t.match(read(text), { type: 'garbled' }, text.slice(0, 40))
  }
})

t.test('takes no whole book in disorder', async (t) => {
  const level = '["354.15000000","5.00000000","1618678133.020600"]'
  t.match(read(whole.replace(level, `${level},${level}`)), { type: 'garbled', reason: /not best first/ })
  t.match(read(whole.replace(level, `${level},${level.replace('354.15', '354.10')}`)), { type: 'book' })
})

t.test('an answer without a usable number answers nobody', async (t) => {
  const answer = (id: string) => `{"event":"subscriptionStatus","reqid":${id},"status":"error","errorMessage":{"toString":1}}`
  t.match(read(answer('3')), { type: 'answered', id: 3, problem: 'no reason is given' })
  const done = '{"event":"subscriptionStatus","reqid":3,"pair":"XBT/USD","status":"subscribed"}'
  t.strictSame(read(done), { type: 'answered', id: 3, symbol: 'BTC-USD', problem: null })
  for (const id of ['-3', '1.5', '1e300']) t.strictSame(read(answer(id)), { type: 'ignored' })
})
