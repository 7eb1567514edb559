import t from 'tap'
import { Rig } from './rig.ts'

t.test('a fill carries assets, fee and side', async (t) => {
  const rig = new Rig().start()
  const id = rig.submit()
  rig.run(10_000)
  const trade = rig.venue.fill(id, '0.25', '0.25')
  rig.text(rig.venue.tradeReport(id, trade))
  rig.run(5_000)
  t.match(rig.events('order.filled')[0]?.body, {
    fill: {
      clientOrderId: id,
      strategyId: 'maker',
      tradeId: String(trade.id),
      side: 'buy',
      price: '100',
      qty: '0.25',
      fee: '0.01',
      feeAsset: 'USDT',
      baseAsset: 'BTC',
      quoteAsset: 'USDT',
      liquidity: 'maker',
    },
  })
})

t.test('a fill without a fee names the quote asset', async (t) => {
  const rig = new Rig().start()
  const id = rig.submit()
  rig.run(10_000)
  rig.text(rig.venue.tradeReport(id, rig.venue.fill(id, '1', '1'), { n: '0', N: null }))
  rig.run(5_000)
  t.match(rig.events('order.filled')[0]?.body, { fill: { fee: '0', feeAsset: 'USDT' } })
})

t.test('the fill is announced before the change it makes', async (t) => {
  const rig = new Rig().start()
  const id = rig.submit()
  rig.run(10_000)
  rig.text(rig.venue.tradeReport(id, rig.venue.fill(id, '1', '1')))
  rig.run(5_000)
  t.same(
    rig.state.registry.events.slice(-2).map(({ type }) => type),
    ['order.filled', 'order.changed'],
  )
  t.equal(rig.state.registry.net.get('BTCUSDT'), 10n ** 18n)
})

t.test('an order for an amount of quote ends when the venue says so, and is overfilled above that amount', async (t) => {
  const rig = new Rig().start()
  const id = rig.submit({ type: 'market', tif: 'ioc', quoteQty: '150', qty: '1.5' })
  rig.run(10_000)
  t.match(rig.venue.calls.at(-1), /type=MARKET&quoteOrderQty=150&newClientOrderId/)
  const take = (qty: string, cum: string, X: string): void => {
    const trade = { ...rig.venue.fill(id, qty, cum), price: '60' }
    rig.text(rig.venue.tradeReport(id, trade, { X, z: cum }))
    rig.run(5_000)
  }
  take('1.5', '1.5', 'PARTIALLY_FILLED')
  t.match(rig.order(id), { status: 'PARTIAL', filledQuote: '90', quoteQty: '150' })
  take('1', '2.5', 'FILLED')
  t.match(rig.order(id), { status: 'FILLED', filledQuote: '150', settled: true, flags: [] })
  take('0.1', '2.6', 'FILLED')
  t.match(rig.order(id).flags, ['OVERFILL'])
})
