import t from 'tap'
import { policyText, RiskConfig } from '../../../src/daemons/risk/config.ts'
import { limitsOf } from '../../../src/daemons/risk/limits.ts'
import { validator } from '../../../src/lib/codec/schema.ts'
import { RISK_CONFIG } from '../../kit/risk-desk.ts'

const check = validator(RiskConfig)

t.test('takes a policy, and refuses floats, unknown keys and what is out of range', async (t) => {
  const withLimits = (limits: unknown): boolean => check({ ...RISK_CONFIG, limits: { '*': limits } }).ok
  t.equal(check(RISK_CONFIG).ok, true)
  t.equal(withLimits({ maxQty: '0.1' }), true)
  t.equal(withLimits({ maxQty: 0.1 }), false)
  t.equal(withLimits({ maxQty: '-1' }), false)
  t.equal(withLimits({ maxQuantity: '1' }), false)
  t.equal(withLimits({ collarBps: 10_001 }), false)
  t.equal(check({ ...RISK_CONFIG, limits: { btc: {} } }).ok, false)
})

t.test('the default limits are complete for every symbol', async (t) => {
  const limits = RiskConfig.properties.limits as unknown as { default: RiskConfig['limits'] }
  const config = { ...RISK_CONFIG, limits: limits.default }
  t.equal(check(config).ok, true)
  for (const symbol of ['BTCUSDT', 'ANY']) {
    const { maxQty, maxNotional, maxPosition } = limitsOf(config, symbol)
    t.ok(maxQty !== null && maxNotional !== null && maxPosition !== null, symbol)
  }
})

t.test('the text of a policy does not depend on the order of keys nor on its version', async (t) => {
  const { limits, ...rest } = RISK_CONFIG
  const turned = { limits: { '*': Object.fromEntries(Object.entries(limits['*'] ?? {}).reverse()) }, ...rest, policyVersion: '' } as RiskConfig
  t.equal(policyText(turned), policyText(RISK_CONFIG))
  t.notMatch(policyText(RISK_CONFIG), 'policyVersion')
  t.not(policyText({ ...RISK_CONFIG, markStaleMs: 4_999 }), policyText(RISK_CONFIG))
})
