import t from 'tap'
import { SELF_TRADE_PREVENTIONS } from '../../../../src/lib/model/order-terms.ts'
import { modeOf, REST_RARE_NAMES, rareParams, rareTermsOf, STREAM_RARE_NAMES } from '../../../../src/lib/venues/binance/rare-terms.ts'

const TERMS = { stopPrice: '90.5', trailingDeltaBps: 25, icebergQty: '0.5', quoteQty: '100', selfTradePrevention: 'expireMaker' } as const

t.test('terms read alike from both kinds of messages', async (t) => {
  const rest = { stopPrice: '90.50', trailingDelta: 25, icebergQty: '0.50', origQuoteOrderQty: '100.0', selfTradePreventionMode: 'EXPIRE_MAKER' }
  t.strictSame(rareTermsOf(rest, REST_RARE_NAMES), TERMS)
  t.strictSame(rareTermsOf({ P: '90.50', d: 25, F: '0.50', Q: '100.0', V: 'EXPIRE_MAKER' }, STREAM_RARE_NAMES), TERMS)
})

t.test('what the venue writes for nothing is nothing', async (t) => {
  const nothing = { stopPrice: '0.00000000', icebergQty: '0.00000000', origQuoteOrderQty: '0.000000', selfTradePreventionMode: 'NEWER' }
  t.strictSame(rareTermsOf(nothing, REST_RARE_NAMES), {})
  t.strictSame(rareTermsOf({}, STREAM_RARE_NAMES), {})
})

t.test('terms are written as parameters, without an amount of quote', async (t) => {
  t.strictSame(rareParams(TERMS), [
    ['stopPrice', '90.5'],
    ['trailingDelta', 25],
    ['icebergQty', '0.5'],
    ['selfTradePreventionMode', 'EXPIRE_MAKER'],
  ])
  t.strictSame(rareParams({}), [])
})

t.test('every mode has a word of the venue and is read back', async (t) => {
  for (const selfTradePrevention of SELF_TRADE_PREVENTIONS) {
    const [[, word] = []] = rareParams({ selfTradePrevention })
    t.equal(modeOf(word), selfTradePrevention)
  }
  t.equal(modeOf('toString'), undefined)
})
