import t from 'tap'
import { formatMoney, toMoney } from '../../../src/lib/base/money.ts'
import { settleFill, type Totals } from '../../../src/lib/model/balance.ts'
import { exactFill } from '../../../src/lib/model/fill.ts'

const market = { baseAsset: 'BTC', quoteAsset: 'USDT' }
const shown = (totals: Totals): Record<string, string> => Object.fromEntries([...totals].map(([asset, total]) => [asset, formatMoney(total)]))

t.test('a buy with a base fee and a sell with a quote fee move both assets exactly', async (t) => {
  const totals: Totals = new Map([
    ['USDT', toMoney('100000')],
    ['BTC', toMoney('2')],
  ])
  settleFill(totals, exactFill({ ...market, side: 'buy', price: '20000', qty: '1', fee: '0.001', feeAsset: 'BTC' }))
  t.strictSame(shown(totals), { USDT: '80000', BTC: '2.999' })
  settleFill(totals, exactFill({ ...market, side: 'sell', price: '21000', qty: '0.999', fee: '20.979', feeAsset: 'USDT' }))
  t.strictSame(shown(totals), { USDT: '100958.021', BTC: '2' })
})

t.test('a fee in a third asset is taken from that asset, a rebate is added', async (t) => {
  const totals: Totals = new Map()
  settleFill(totals, exactFill({ ...market, side: 'buy', price: '60000', qty: '0.5', fee: '0.0375', feeAsset: 'BNB' }))
  settleFill(totals, exactFill({ ...market, side: 'buy', price: '1', qty: '1', fee: '-0.5', feeAsset: 'USDT' }))
  t.strictSame(shown(totals), { BTC: '1.5', USDT: '-30000.5', BNB: '-0.0375' })
})

t.test('the partial fill of a buy spends what was bought and no more', async (t) => {
  const totals: Totals = new Map([['USDT', toMoney('10000')]])
  settleFill(totals, exactFill({ ...market, side: 'buy', price: '49990', qty: '0.04', fee: '0.00004', feeAsset: 'BTC' }))
  t.strictSame(shown(totals), { USDT: '8000.4', BTC: '0.03996' })
})
