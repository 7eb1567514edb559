import t from 'tap'
import { decimalInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { fillPosition, openPosition } from '../../../../src/daemons/sim/usdm/positions.ts'
import { amountOf, breakEvenPrice, entryPrice, notionalAt, unrealisedAt } from '../../../../src/daemons/sim/usdm/valuation.ts'
import { formatMoney, toMoney } from '../../../../src/lib/base/money.ts'
import { money } from '../../../../src/lib/base/units.ts'

t.test('values a short position with its sign, and a flat one at nothing', async (t) => {
  const position = openPosition(decimalInstrument('BTCUSDT', 1, 3), 'SHORT')
  const price = toMoney('90')
  t.strictSame([entryPrice(position), breakEvenPrice(position), unrealisedAt(position, price)], [money(0n), money(0n), money(0n)])
  fillPosition(position, 'sell', { ticks: 1_000, lots: 2_000, fee: toMoney('0.4') })
  t.strictSame([amountOf(position), notionalAt(position, price), unrealisedAt(position, price)].map(formatMoney), ['-2', '-180', '20'])
  t.equal(formatMoney(breakEvenPrice(position)), '99.8')
})
