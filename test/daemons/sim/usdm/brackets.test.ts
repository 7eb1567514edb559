import t from 'tap'
import { BRACKETS, bracketOf, MAX_LEVERAGE, maintenanceOf, maxNotionalAt } from '../../../../src/daemons/sim/usdm/brackets.ts'
import { formatMoney, toMoney } from '../../../../src/lib/base/money.ts'

t.test('the maintenance margin has no step where two brackets meet', async (t) => {
  t.equal(formatMoney(maintenanceOf(toMoney('10000'))), '40')
  for (const { notionalCap } of BRACKETS.slice(0, -1)) {
    const [at, above] = [maintenanceOf(toMoney(String(notionalCap))), maintenanceOf(toMoney(`${notionalCap}.01`))]
    t.ok(above - at < toMoney('0.01') && above > at, `at ${notionalCap}`)
  }
})

t.test('finds the bracket of a value of either sign, and what a leverage allows', async (t) => {
  t.equal(bracketOf(toMoney('-300000.5')).bracket, 2)
  t.strictSame([maxNotionalAt(MAX_LEVERAGE), maxNotionalAt(20), maxNotionalAt(1)], [300_000, 12_000_000, 500_000_000])
})
