import t from 'tap'
import { createTruthLog } from '../../../../src/daemons/sim/trading/truth.ts'
import { createUsdmBoard } from '../../../../src/daemons/sim/usdm/board.ts'

t.test('is the board of the contracts, without markets at first', async (t) => {
  const { product, recorded, synthetic } = createUsdmBoard(createTruthLog(0))
  t.strictSame([product, recorded.size, synthetic.size], ['usdm', 0, 0])
})
