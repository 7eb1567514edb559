import t from 'tap'
import { knownInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { createReplica } from '../../../../src/daemons/sim/market/replica.ts'
import { aggregateBody, levelsBody, textLevels } from '../../../../src/daemons/sim/spot/stream-texts.ts'

const instrument = knownInstrument('BTCUSDT')

t.test('writes levels as pairs of texts, best first and cut to their number', async (t) => {
  const replica = createReplica()
  replica.load({ updateId: 7, bids: [99, 1, 98, 2], asks: [101, 3] })
  t.strictSame(levelsBody({ instrument, replica, nowMs: 1 }, 1), {
    lastUpdateId: 7,
    bids: [['0.99000000', '0.00001000']],
    asks: [['1.01000000', '0.00003000']],
  })
  t.strictSame(textLevels(instrument, [99, 1, 98, 0]), [
    ['0.99000000', '0.00001000'],
    ['0.98000000', '0.00000000'],
  ])
})

t.test('writes an aggregate with the ids of its prints', async (t) => {
  const trade = { aggregateId: 3, tradeId: 7, firstId: 7, lastId: 9, ticks: 100, lots: 5, buyerIsMaker: true, atMs: 12 }
  t.match(aggregateBody(instrument, trade), { e: 'aggTrade', a: 3, f: 7, l: 9, p: '1.00000000', q: '0.00005000', T: 12, m: true })
})
