import t from 'tap'
import { knownInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { pend, unpend, wake } from '../../../../src/daemons/sim/trading/order-waits.ts'
import { createOrderStore } from '../../../../src/daemons/sim/trading/orders.ts'

const wish = { account: 'main', instrument: knownInstrument('BTCUSDT'), side: 'buy', type: 'limit', tif: 'gtc', ticks: 10_050, lots: 100 } as const
const stop = { kind: 'stopLoss', ticks: 11_000, trailingBips: 0 } as const

t.test('an order that waits for another one is in no market until that one is filled', async (t) => {
  const order = createOrderStore().open({ ...wish, clientOrderId: 'c1' }, 1, 1_000)
  pend(order)
  t.match(order, { status: 'PENDING_NEW', waiting: true, workingMs: -1 })
  unpend(order, 2_000)
  t.match(order, { status: 'NEW', waiting: false, workingMs: 2_000, updatedMs: 2_000 })
})

t.test('a conditional order waits on after its first order is filled, until its condition comes', async (t) => {
  const order = createOrderStore().open({ ...wish, clientOrderId: 'c2', stop }, 2, 1_000)
  pend(order)
  unpend(order, 2_000)
  t.match(order, { status: 'NEW', waiting: true, workingMs: -1 })
  wake(order, 3_000)
  t.match(order, { waiting: false, workingMs: 3_000, updatedMs: 3_000 })
})
