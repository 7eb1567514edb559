import t from 'tap'
import { takeBalances } from '../../../src/daemons/exec/holdings.ts'
import { toMoney } from '../../../src/lib/base/money.ts'
import { Rig } from './rig.ts'

t.test('what is free and what is locked is held', async (t) => {
  const { state } = new Rig()
  takeBalances(state, [{ asset: 'BTC', free: '1', locked: '0.5' }], 'all')
  takeBalances(state, [{ asset: 'USDT', free: '7', locked: '0' }], 'some')
  takeBalances(state, [{ asset: 'BTC', free: '0.25', locked: '0' }], 'some')
  t.same(
    [...(state.holdings ?? [])],
    [
      ['BTC', toMoney('0.25')],
      ['USDT', toMoney('7')],
    ],
  )
  takeBalances(state, [], 'all')
  t.equal(state.holdings?.size, 0)
})

t.test('the venue tells holdings with the first agreement and with every change', async (t) => {
  const rig = new Rig()
  t.equal(rig.state.holdings, null)
  rig.start()
  t.same([...(rig.state.holdings ?? [])], [['USDT', toMoney('100000')]])
  rig.text(JSON.stringify({ event: { e: 'outboundAccountPosition', B: [{ a: 'BTC', f: '2.0', l: '1.0' }] } }))
  rig.run(5_000)
  t.equal(rig.state.holdings?.get('BTC'), toMoney('3'))
})
