import t from 'tap'
import { knownInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { preventedText, tradeText } from '../../../../src/daemons/sim/spot/match-texts.ts'
import { createOrderStore } from '../../../../src/daemons/sim/trading/orders.ts'
import type { PreventedMatch } from '../../../../src/daemons/sim/trading/prevented-match.ts'
import { toMoney } from '../../../../src/lib/base/money.ts'

const instrument = knownInstrument('BTCUSDT')
const order = createOrderStore().open(
  { account: 'main', instrument, clientOrderId: 'c1', side: 'sell', type: 'limitMaker', tif: 'gtc', ticks: 10_050, lots: 100 },
  7,
  1_000,
)

t.test('writes an own trade with its value', async (t) => {
  const fill = { tradeId: 3, ticks: 10_050, lots: 40, fee: toMoney('0.0000402'), feeAsset: 'USDT', maker: true, atMs: 2_000 }
  t.match(tradeText(order, fill), { id: 3, qty: '0.00040000', quoteQty: '0.04020000', commission: '0.00004020', isBuyer: false, isMaker: true, time: 2_000 })
})

t.test('writes a prevented match with the quantities that it took, of each side that lost any', async (t) => {
  const match: PreventedMatch = {
    id: 5,
    symbol: 'BTCUSDT',
    account: 'main',
    word: 'EXPIRE_MAKER',
    takerId: 9,
    makerId: 7,
    ticks: 10_050,
    takerLots: 0,
    makerLots: 60,
    makerLeftLots: 40,
    mode: 'expireMaker',
    atMs: 3_000,
  }
  const text = preventedText(instrument, match)
  t.match(text, { preventedMatchId: 5, takerOrderId: 9, makerOrderId: 7, price: '100.50000000', makerPreventedQuantity: '0.00060000', transactTime: 3_000 })
  t.notOk('takerPreventedQuantity' in text)
})
