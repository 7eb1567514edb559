import t from 'tap'
import { decimalInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { type AlgoOrder, isTriggered, moneyOfTicks } from '../../../../src/daemons/sim/usdm/algo-orders.ts'
import { toMoney } from '../../../../src/lib/base/money.ts'

const order = (values: Partial<AlgoOrder>): AlgoOrder =>
  ({
    instrument: decimalInstrument('BTCUSDT', 1, 3),
    side: 'sell',
    algoType: 'STOP',
    triggerTicks: 1_000,
    activationTicks: 0,
    callback: 0,
    extreme: null,
    ...values,
  }) as AlgoOrder

t.test('stops and take-profits watch opposite sides', async (t) => {
  t.equal(moneyOfTicks(order({}), 1_000), toMoney('100'))
  t.ok(isTriggered(order({}), toMoney('99.9')))
  t.notOk(isTriggered(order({}), toMoney('100.1')))
  t.ok(isTriggered(order({ side: 'buy' }), toMoney('100')))
  t.ok(isTriggered(order({ algoType: 'TAKE_PROFIT' }), toMoney('100.1')))
  t.notOk(isTriggered(order({ algoType: 'TAKE_PROFIT', side: 'buy' }), toMoney('100.1')))
})

t.test('a trailing stop follows the best price and fires one percent below it', async (t) => {
  const trailing = order({ algoType: 'TRAILING_STOP_MARKET', callback: 10, activationTicks: 1_010 })
  t.strictSame(
    ['90', '101', '110', '109', '108.9'].map((price) => isTriggered(trailing, toMoney(price))),
    [false, false, false, false, true],
  )
})
