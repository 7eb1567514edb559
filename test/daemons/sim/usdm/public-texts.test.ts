import t from 'tap'
import { decimalInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { depthEvent, tradeEvent } from '../../../../src/daemons/sim/usdm/public-texts.ts'

const BTC = decimalInstrument('BTCUSDT', 1, 3)

t.test('a depth event names its forerunner', async (t) => {
  const change = { firstId: 5, lastId: 9, beforeId: 4, bids: [{ ticks: 1_000, lots: 0 }], asks: [] }
  t.match(depthEvent(BTC, change, 3), { U: 5, u: 9, pu: 4, b: [['100.0', '0.000']], a: [], T: 3 })
  t.match(tradeEvent(BTC, { tradeId: 1, ticks: 1_000, lots: 1, buyerIsMaker: true, atMs: 2 }), { t: 1, m: true, X: 'MARKET' })
})
