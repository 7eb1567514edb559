import t from 'tap'
import { knownInstrument } from '../../../src/daemons/sim/instruments.ts'
import { lineUs, parseLine, rawText, toDiff, toPrint, toSnapshot, toTouch } from '../../../src/daemons/sim/recording-line.ts'

const instrument = knownInstrument('BTCUSDT')
const DIFF =
  '1723161253937085768 {"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1723161255208,"s":"BTCUSDT","U":5,"u":9,"b":[["61737.63000000","0.00000000"]],"a":[["61837.64000000","1.54698000"]]}}'

t.test('reads time, stream and the exact frame of a line', async (t) => {
  t.equal(lineUs(DIFF), 1_723_161_253_937_085)
  const line = parseLine(DIFF)
  if (line === null || 'snapshot' in line || line.event.e !== 'depthUpdate') return t.fail('no diff')
  t.equal(line.stream, 'btcusdt@depth@100ms')
  t.equal(line.text, DIFF.slice(20))
  t.equal(rawText(line.text), JSON.stringify(line.event))
  t.strictSame(toDiff(instrument, line.event), { firstId: 5, lastId: 9, bids: [6_173_763, 0], asks: [6_183_764, 154_698] })
  t.equal(toDiff(instrument, { ...line.event, pu: 3 }).firstId, 4)
})

t.test('reads snapshots, prints and best prices in ticks and lots', async (t) => {
  const line = parseLine('1723161254206652067 {"lastUpdateId":7,"bids":[["1.00","2"]],"asks":[]}')
  if (line === null || !('snapshot' in line)) return t.fail('no snapshot')
  t.strictSame(toSnapshot(instrument, line.snapshot), { updateId: 7, bids: [100, 200_000], asks: [] })
  t.strictSame(toPrint(instrument, { e: 'trade', s: 'BTCUSDT', p: '1.01', q: '0.5', m: true }), { ticks: 101, lots: 50_000, aggressor: 'sell' })
  t.strictSame(toTouch(instrument, { s: 'BTCUSDT', u: 3, b: '1.00', B: '1', a: '1.01', A: '2' }), {
    updateId: 3,
    buy: { ticks: 100, lots: 100_000 },
    sell: { ticks: 101, lots: 200_000 },
  })
})

t.test('skips what it does not know and refuses what is damaged', async (t) => {
  t.equal(parseLine('1723161254206652067 {"result":null,"id":1}'), null)
  t.throws(() => parseLine('1723161254206652067 {"stream":'))
  t.throws(() => toSnapshot(instrument, { lastUpdateId: 1, bids: [['1.001', '1']], asks: [] }), { message: "'1.001' is no whole number of steps" })
})
