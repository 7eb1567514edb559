import t from 'tap'
import { knownInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { createRecordedMarket } from '../../../../src/daemons/sim/market/recorded-market.ts'
import { listReport, listStatus, listText } from '../../../../src/daemons/sim/spot/list-texts.ts'
import { createOrderStore } from '../../../../src/daemons/sim/trading/orders.ts'

const instrument = knownInstrument('BTCUSDT')
const order = createOrderStore().open(
  { account: 'main', instrument, clientOrderId: 'c1', side: 'sell', type: 'limitMaker', tif: 'gtc', ticks: 10_050, lots: 100, listId: 3 },
  7,
  1_000,
)
const list = {
  ...{ listId: 3, clientListId: 'l1', account: 'main', market: createRecordedMarket(instrument, () => undefined), contingency: 'OCO' as const },
  ...{ orders: [order], working: null, others: [order], takesAll: false, isDone: false, atMs: 1_000 },
}

t.test('writes a list in the words of the venue', async (t) => {
  t.strictSame(listStatus(list, 5), {
    ...{ e: 'listStatus', E: 5, s: 'BTCUSDT', g: 3, c: 'OCO', l: 'EXEC_STARTED', L: 'EXECUTING', r: 'NONE', C: 'l1', T: 5 },
    O: [{ s: 'BTCUSDT', i: 7, c: 'c1' }],
  })
  t.match(listText({ ...list, isDone: true }), { orderListId: 3, listStatusType: 'ALL_DONE', listOrderStatus: 'ALL_DONE', listClientOrderId: 'l1' })
  t.match(listReport(list), { orderReports: [{ orderId: 7, orderListId: 3, type: 'LIMIT_MAKER', transactTime: 1_000 }] })
})
