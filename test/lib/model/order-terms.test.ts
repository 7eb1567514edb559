import t from 'tap'
import { isConditional, matchedType, type RequestType, SELF_TRADE_PREVENTIONS, termsIn } from '../../../src/lib/model/order-terms.ts'

t.test('a conditional type becomes one that meets the book', async (t) => {
  const becomes: Readonly<Record<RequestType, string>> = {
    limit: 'limit',
    limitMaker: 'limitMaker',
    market: 'market',
    stop: 'market',
    stopLimit: 'limit',
    takeProfit: 'market',
    takeProfitLimit: 'limit',
  }
  for (const type of Object.keys(becomes) as RequestType[]) {
    t.equal(matchedType(type), becomes[type])
    t.equal(isConditional(type), type !== becomes[type])
  }
})

t.test('only the terms that are there are taken out', async (t) => {
  t.strictSame(termsIn({ qty: '1', side: 'buy' } as object), {})
  const terms = { stopPrice: '1', trailingDeltaBps: 10, icebergQty: '2', quoteQty: '3', selfTradePrevention: 'none', expiresUs: 5 } as const
  t.strictSame(termsIn({ ...terms, qty: '1' } as object), terms)
  t.equal(SELF_TRADE_PREVENTIONS.length, 6)
})
