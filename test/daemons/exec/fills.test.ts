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
