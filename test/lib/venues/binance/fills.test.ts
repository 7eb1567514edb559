import t from 'tap'
import { listedFill, streamedFill } from '../../../../src/lib/venues/binance/fills.ts'
import type { VenueReport } from '../../../../src/lib/venues/orders.ts'

const report = { symbol: 'X', venueOrderId: '7', side: 'sell', venueMs: 5 } as VenueReport
const event = { t: 3, L: '100.50', l: '0.10', n: '-0.0100', N: 'USDT', m: true }
const trade = { symbol: 'X', orderId: 7, id: 3, isBuyer: true, isMaker: false, price: '1.0', qty: '2', commission: '-0.5', commissionAsset: 'BNB', time: 5 }

t.test('a fee that is paid back is below zero, wherever it is told', async (t) => {
  t.match(streamedFill(event, report), { tradeId: '3', price: '100.5', qty: '0.1', fee: '-0.01', feeAsset: 'USDT', liquidity: 'maker', side: 'sell' })
  t.match(listedFill(trade, { buyer: 'isBuyer', maker: 'isMaker' }), { fee: '-0.5', feeAsset: 'BNB', side: 'buy', liquidity: 'taker' })
})

t.test('no fee is a fee of nothing, and a price below zero is none', async (t) => {
  const { n: _, N: __, ...free } = event
  t.match(streamedFill(free, report), { fee: '0', feeAsset: '' })
  t.throws(() => streamedFill({ ...event, L: '-1' }, report), /'L' is no amount/)
  t.throws(() => listedFill({ ...trade, price: '-1' }, { buyer: 'isBuyer', maker: 'isMaker' }), /'price' is no amount/)
})

t.test('each product has its own words for who bought and who waited', async (t) => {
  t.match(listedFill({ ...trade, buyer: false, maker: true }, { buyer: 'buyer', maker: 'maker' }), { side: 'sell', liquidity: 'maker' })
})
