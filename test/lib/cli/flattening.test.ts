import t from 'tap'
import { toMoney } from '../../../src/lib/base/money.ts'
import { flatten, isOpen, tradableQty } from '../../../src/lib/cli/flattening.ts'
import type { Order, SubmitRequest } from '../../../src/lib/contracts/exec.ts'
import { fakePeer } from '../../kit/cli-peer.ts'
import { order } from '../../kit/orders.ts'

const rule = { lot: toMoney('0.01'), least: toMoney('0.02'), leastValue: toMoney('5') }

t.test('only whole lots above the least quantity can be traded', async (t) => {
  t.equal(tradableQty(toMoney('0.059'), rule, null), toMoney('0.05'))
  t.equal(tradableQty(toMoney('0.059'), rule, toMoney('100')), toMoney('0.05'))
  t.equal(tradableQty(toMoney('0.059'), rule, toMoney('99')), 0n)
  t.equal(tradableQty(toMoney('-0.059'), rule, null), toMoney('0.05'))
  t.equal(tradableQty(toMoney('0.019'), rule, null), 0n)
})

/** A chain that holds a position and one open order; market orders fill when `fills` says so. */
const chain = (fills: boolean, hint = '') => {
  const state = { qty: '0.059', live: [order] as Order[], wished: [] as SubmitRequest[] }
  const instruments = [{ symbol: 'BTCUSDT', lotSize: '0.01', minQty: '0.02', minNotional: '0' }]
  const answers: Readonly<Record<string, (body: never) => object>> = {
    'events.since': () => ({ events: [{ seq: 1, type: 'exec.reconciled', body: { instruments } }], lastSeq: 1 }),
    'acct.state': () => ({ execSeq: 1, positions: [{ symbol: 'BTCUSDT', qty: state.qty, mark: null }] }),
    'order.check': () => ({ order, code: '', message: '', hint }),
    'order.cancel': () => {
      state.live = []
      return { clientOrderIds: [order.clientOrderId] }
    },
    'order.submit': (body: SubmitRequest) => {
      state.wished.push(body)
      if (fills) state.qty = '0.009'
      return { clientOrderId: 'close' }
    },
    'order.status': ({ clientOrderId }: { clientOrderId?: string }) => {
      if (clientOrderId === undefined) return { orders: state.live }
      const status = clientOrderId === 'close' ? (fills ? 'FILLED' : 'EXPIRED') : 'CANCELED'
      return { orders: [{ ...order, clientOrderId, status, filledQty: status === 'FILLED' ? '1' : '0' }] }
    },
  }
  return { state, peer: fakePeer(({ method, body }) => ({ ok: true, epoch: 1, body: answers[method]?.(body as never) ?? {} })) }
}

t.test('cancels, closes with reduce-only market orders, and leaves dust', async (t) => {
  const { peer, state } = chain(true)
  const left = await flatten(peer, { symbol: null, forMs: 5_000, tell: () => undefined })
  t.match(left, [{ symbol: 'BTCUSDT', qty: '0.009', tradable: '0', openOrders: 0 }])
  t.notOk(left.some(isOpen))
  t.match(state.wished, [{ symbol: 'BTCUSDT', side: 'sell', type: 'market', qty: '0.05', reduceOnly: true, strategyId: 'flatten' }])
})

t.test('says what is still held when the time is over', async (t) => {
  const { peer } = chain(false)
  const left = await flatten(peer, { symbol: 'BTCUSDT', forMs: 300, tell: () => undefined })
  t.match(left, [{ qty: '0.059', tradable: '0.05' }])
  t.ok(left.some(isOpen))
})

t.test('asks for no more than exec takes as a reduction, and stops when nothing moves', async (t) => {
  const short = chain(true, 'REDUCE_ONLY nearest 0.04, not checked without market prices: NOTIONAL')
  await flatten(short.peer, { symbol: null, forMs: 5_000, tell: () => undefined })
  t.equal(short.state.wished[0]?.qty, '0.04')
  const stuck = chain(false)
  t.match(await flatten(stuck.peer, { symbol: null, forMs: 60_000, tell: () => undefined }), [{ tradable: '0.05' }])
  t.equal(stuck.state.wished.length, 3)
})
