import t from 'tap'
import { decimalInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import type { AlgoOrder } from '../../../../src/daemons/sim/usdm/algo-orders.ts'
import { algoFields, algoFrom } from '../../../../src/daemons/sim/usdm/algo-records.ts'
import { toMoney } from '../../../../src/lib/base/money.ts'

const BTC = decimalInstrument('BTCUSDT', 1, 3)
const ORDER: AlgoOrder = {
  account: 'main',
  instrument: BTC,
  algoId: 4,
  clientOrderId: 'a4',
  side: 'sell',
  algoType: 'STOP',
  status: 'TRIGGERED',
  type: 'limitMaker',
  timeInForce: 'GTX',
  tif: 'gtc',
  triggerTicks: 590_000,
  ticks: 589_000,
  lots: 5,
  activationTicks: 0,
  callback: 0,
  extreme: null,
  positionSide: 'LONG',
  reduceOnly: true,
  closePosition: false,
  workingType: 'MARK_PRICE',
  priceProtect: true,
  priceMatch: 'NONE',
  goodTillMs: 0,
  actualOrderId: 9,
  createdMs: 1,
  updatedMs: 3,
  triggeredMs: 2,
}
const again = (order: AlgoOrder): AlgoOrder => algoFrom(JSON.parse(JSON.stringify({ seq: 1, tsUs: 1, type: 'algo', ...algoFields(order) })), BTC)

t.test('a conditional order is the same after a trip through the truth log', async (t) => {
  t.strictSame(again(ORDER), ORDER)
  const trailing: AlgoOrder = { ...ORDER, algoType: 'TRAILING_STOP_MARKET', triggerTicks: 0, ticks: 0, callback: 5, extreme: toMoney('60000.05') }
  t.strictSame(again(trailing), trailing)
  const closing: AlgoOrder = { ...ORDER, lots: 0, closePosition: true, activationTicks: 600_000 }
  t.strictSame(again(closing), closing)
})
