import t from 'tap'
import { faultPlan, parseFeeAsset, parseLimits } from '../../../src/lib/cli/sim-settings.ts'

t.test('reads limits as counts and windows', async (t) => {
  t.strictSame(parseLimits('weight=6000/1m,orders=100/10s'), { weightCount: 6_000, weightWindowMs: 60_000, ordersCount: 100, ordersWindowMs: 10_000 })
  t.strictSame(parseLimits('openOrders=5000,ordersPerDay=9,raw=8,ban=7'), {
    openOrdersCount: 5_000,
    ordersPerDayCount: 9,
    rawPer5MinutesCount: 8,
    banAfterCount: 7,
  })
  t.strictSame(parseLimits(undefined), {})
})

t.test('refuses what is no limit with exit code 2, naming the part', async (t) => {
  for (const text of ['weight', 'weight=6000', 'weight=6000/1d', 'bytes=1/1s', 'weight=-1/1s', 'constructor=1/1s'])
    t.throws(() => parseLimits(`orders=1/1s,${text}`), { code: 'USAGE', exit: 2, message: `'--limits' ${text} is no limit` }, text)
})

t.test('reads faults, and names the one that it does not know', async (t) => {
  t.strictSame([faultPlan(undefined), faultPlan('drop:1%')], [{}, { drop: 0.01 }])
  t.throws(() => faultPlan('drop'), { code: 'USAGE', exit: 2, message: /^'--fault' drop: 'drop' wants a ratio/ })
})

t.test('reads the asset of fees with its prices', async (t) => {
  t.strictSame(parseFeeAsset('bnb'), { asset: 'BNB', prices: {} })
  t.strictSame(parseFeeAsset('BNB:USDT=600,BTC=0.01'), { asset: 'BNB', prices: { USDT: '600', BTC: '0.01' } })
  for (const text of ['', 'BNB:', 'BNB:USDT', 'BNB:USDT=-1']) t.throws(() => parseFeeAsset(text), { code: 'USAGE', exit: 2 }, text)
})
