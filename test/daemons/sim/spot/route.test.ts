import t from 'tap'
import { paramsOf } from '../../../../src/daemons/sim/spot/params.ts'
import { namedMarket } from '../../../../src/daemons/sim/spot/route.ts'
import { epochUs } from '../../../../src/lib/base/units.ts'
import { SimDesk } from '../../../kit/sim-desk.ts'

t.test('finds the market that a call names', async (t) => {
  const { venue } = new SimDesk()
  const call = (symbol: string) => ({
    venue,
    params: paramsOf(new Map([['symbol', symbol]])),
    turn: { nowUs: epochUs(1), emit: () => undefined },
    requestId: '',
    address: '',
  })
  t.equal(namedMarket(call('BTCUSDT')).instrument.symbol, 'BTCUSDT')
  t.throws(() => namedMarket(call('')), { code: -1102 })
  t.throws(() => namedMarket(call('btcusdt')), { code: -1121 })
})
