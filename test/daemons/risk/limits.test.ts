import t from 'tap'
import { limitsOf } from '../../../src/daemons/risk/limits.ts'
import { toMoney } from '../../../src/lib/base/money.ts'
import { RISK_CONFIG } from '../../kit/risk-desk.ts'

t.test('a symbol has its own limits, and the common ones where it sets none', async (t) => {
  const config = { ...RISK_CONFIG, limits: { '*': { maxQty: '5', maxNotional: '100', collarBps: 500 }, BTCUSDT: { maxQty: '0.1', maxOpenOrdersCount: 3 } } }
  t.strictSame(limitsOf(config, 'BTCUSDT'), {
    maxQty: toMoney('0.1'),
    maxNotional: toMoney('100'),
    maxPosition: null,
    maxExposure: null,
    collarBps: 500n,
    maxOpenOrdersCount: 3,
  })
  t.equal(limitsOf(config, 'ETHUSDT').maxQty, toMoney('5'))
})

t.test('without any scope nothing is limited, so that nothing is allowed', async (t) => {
  t.strictSame(Object.values(limitsOf({ ...RISK_CONFIG, limits: {} }, 'BTCUSDT')), Array(6).fill(null))
})
