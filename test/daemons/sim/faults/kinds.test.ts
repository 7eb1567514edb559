import t from 'tap'
import { isControlAnswer, isDiff, isOrderCall, isSnapshotCall, isUserEvent } from '../../../../src/daemons/sim/faults/kinds.ts'

t.test('tells frames and calls apart by their own words', async (t) => {
  t.ok(isDiff('{"e":"depthUpdate","E":1}') && isDiff('{"stream":"a@depth","data":{"e":"depthUpdate","E":1}}'))
  t.notOk(isDiff('{"e":"trade"}'))
  t.ok(isUserEvent('{"subscriptionId":0,"event":{}}') && isUserEvent('{"e":"ORDER_TRADE_UPDATE"}'))
  t.notOk(isUserEvent('{"e":"aggTrade"}'))
  t.ok(isControlAnswer('{"result":null,"id":1}'))
  const call = (text: string) => ({ method: text.split(' ')[0] ?? '', path: text.split(' ')[1] ?? '' })
  t.strictSame(
    ['POST /api/v3/order', 'DELETE /fapi/v1/allOpenOrders', 'GET /api/v3/order', 'POST /api/v3/orderList/oco'].map((text) => isOrderCall(call(text))),
    [true, true, false, true],
  )
  t.strictSame([isSnapshotCall(call('GET /fapi/v1/depth')), isSnapshotCall(call('GET /api/v3/time'))], [true, false])
})
