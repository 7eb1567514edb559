import t from 'tap'
import { knownInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { createReplica } from '../../../../src/daemons/sim/market/replica.ts'
import { createDiffSums } from '../../../../src/daemons/sim/spot/diff-sums.ts'

const source = { instrument: knownInstrument('BTCUSDT'), replica: createReplica(), nowMs: 5 }

t.test('tells the last size of each level once, with the ids of all', async (t) => {
  const sums = createDiffSums()
  sums.add('BTCUSDT', { firstId: 1, lastId: 2, bids: [99, 1, 98, 1], asks: [] })
  sums.add('BTCUSDT', { firstId: 3, lastId: 4, bids: [99, 0], asks: [101, 1] })
  t.match(sums.take('BTCUSDT', source), [
    {
      U: 1,
      u: 4,
      b: [
        ['0.99000000', '0.00000000'],
        ['0.98000000', '0.00001000'],
      ],
      a: [['1.01000000', '0.00001000']],
    },
  ])
  t.strictSame(sums.take('BTCUSDT', source), [])
  sums.add('BTCUSDT', { firstId: 5, lastId: 5, bids: [], asks: [] })
  sums.drop('BTCUSDT')
  t.strictSame(sums.take('BTCUSDT', source), [])
})
