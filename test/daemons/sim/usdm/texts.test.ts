import t from 'tap'
import { UsdmDesk } from '../../../kit/usdm-desk.ts'

t.test('an answer to an order has every field that clients read', async (t) => {
  const order = new UsdmDesk().market('BUY', '0.1')
  t.match(order, {
    avgPrice: String,
    cumQuote: String,
    origType: 'MARKET',
    workingType: 'CONTRACT_PRICE',
    priceMatch: 'NONE',
    selfTradePreventionMode: 'NONE',
    updateTime: Number,
  })
})
