import t from 'tap'
import { knownInstrument, symbolInfo } from '../../../../src/daemons/sim/market/instruments.ts'
import type { Instrument } from '../../../../src/lib/model/instrument.ts'
import type { VenueResult } from '../../../../src/lib/ports/venue.ts'
import { withRules } from '../../../../src/lib/venues/binance/instrument-rules.ts'
import { btcusdt } from '../../../kit/market-texts.ts'

const answerOf = (symbols: unknown): VenueResult => ({ ok: true, status: 200, headers: {}, body: JSON.stringify({ symbols }), sentMonoUs: 0 })

const rulesIn = (entry: object): Instrument['rules'] | string => {
  const answer = withRules({ kind: 'found', value: [btcusdt] }, answerOf([{ symbol: 'BTCUSDT', ...entry }]))
  return answer.kind === 'found' ? answer.value[0]?.rules : answer.reason
}

t.test('reads every rule for orders that the venue prints', async (t) => {
  t.strictSame(rulesIn(symbolInfo(knownInstrument('BTCUSDT'))), {
    types: ['limit', 'limitMaker', 'market', 'stop', 'stopLimit', 'takeProfit', 'takeProfitLimit'],
    selfTradePreventions: ['none', 'expireTaker', 'expireMaker', 'expireBoth', 'decrement', 'transfer'],
    takesIceberg: true,
    takesTrailing: true,
    takesQuoteQty: true,
    quoteDecimals: 8,
    marketQty: { min: '0', max: '900000', lot: '0' },
    minNotionalAtMarket: true,
    maxNotionalAtMarket: false,
    percent: { buy: { up: '5', down: '0.2' }, sell: { up: '5', down: '0.2' } },
    trailing: { minAboveBps: 10, maxAboveBps: 2_000, minBelowBps: 10, maxBelowBps: 2_000 },
    maxOrdersCount: 200,
    maxConditionalCount: 5,
    maxIcebergCount: 10,
    maxIcebergPartsCount: 100,
    maxPosition: '90000',
  })
})

t.test('reads the older forms, and takes what is missing for no rule', async (t) => {
  t.match(rulesIn({ filters: [{ filterType: 'MIN_NOTIONAL', minNotional: '5', applyToMarket: true, avgPriceMins: 5 }] }), { minNotionalAtMarket: true })
  const alike = { up: '1.3', down: '0.7' }
  t.match(rulesIn({ filters: [{ filterType: 'PERCENT_PRICE', multiplierUp: '1.3000', multiplierDown: '0.7000' }] }), { percent: { buy: alike, sell: alike } })
  t.strictSame(rulesIn({ filters: [], orderTypes: ['LIMIT', 'NEWER'] }), { types: ['limit'], minNotionalAtMarket: false, maxNotionalAtMarket: false })
})

t.test('a rule that makes no sense leaves nobody with half of the rules', async (t) => {
  t.match(rulesIn({ filters: [{ filterType: 'MAX_NUM_ORDERS', maxNumOrders: '200' }] }), /maxNumOrders/)
  const refusal = { kind: 'rejected', reason: 'no' } as const
  t.equal(withRules(refusal, answerOf([])), refusal)
})
