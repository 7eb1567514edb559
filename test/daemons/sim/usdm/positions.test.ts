import fc from 'fast-check'
import t from 'tap'
import { decimalInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { fillPosition, openPosition } from '../../../../src/daemons/sim/usdm/positions.ts'
import { breakEvenPrice, entryPrice, unrealisedAt } from '../../../../src/daemons/sim/usdm/valuation.ts'
import { formatMoney, toMoney } from '../../../../src/lib/base/money.ts'
import { money } from '../../../../src/lib/base/units.ts'

const BTC = decimalInstrument('BTCUSDT', 1, 3)
const FREE = money(0n)

t.test('averages its entry, realises on the way out, and turns round', async (t) => {
  const position = openPosition(BTC, 'BOTH')
  fillPosition(position, 'buy', { ticks: 1_000, lots: 1_000, fee: toMoney('0.1') })
  fillPosition(position, 'buy', { ticks: 1_100, lots: 1_000, fee: toMoney('0.1') })
  t.equal(formatMoney(entryPrice(position)), '105')
  t.equal(formatMoney(breakEvenPrice(position)), '105.1')
  t.equal(formatMoney(unrealisedAt(position, toMoney('106'))), '2')
  t.equal(formatMoney(fillPosition(position, 'sell', { ticks: 1_150, lots: 500, fee: FREE })), '5')
  t.equal(formatMoney(fillPosition(position, 'sell', { ticks: 1_000, lots: 2_500, fee: FREE })), '-7.5')
  t.match(position, { lots: -1_000, realised: toMoney('-2.5') })
  t.equal(formatMoney(entryPrice(position)), '100')
  t.equal(formatMoney(unrealisedAt(position, toMoney('99'))), '1')
})

const fills = fc.array(
  fc.record({ side: fc.constantFrom('buy' as const, 'sell' as const), ticks: fc.integer({ min: 1, max: 99_999 }), lots: fc.integer({ min: 1, max: 999 }) }),
  {
    maxLength: 40,
  },
)

t.test('realised plus unrealised equals the cash of its fills plus the value of what is left, to the last digit', async (t) => {
  fc.assert(
    fc.property(fills, fc.integer({ min: 1, max: 99_999 }), (steps, last) => {
      const position = openPosition(BTC, 'BOTH')
      let cash = 0n
      let lots = 0
      for (const { side, ticks, lots: count } of steps) {
        fillPosition(position, side, { ticks, lots: count, fee: FREE })
        const sign = side === 'buy' ? 1 : -1
        cash -= BigInt(sign * ticks * count) * 10n ** 14n
        lots += sign * count
      }
      const value = BigInt(lots * last) * 10n ** 14n
      return position.lots === lots && position.realised + unrealisedAt(position, money(BigInt(last) * 10n ** 17n)) === cash + value
    }),
  )
  t.pass('no history loses or makes money')
})
