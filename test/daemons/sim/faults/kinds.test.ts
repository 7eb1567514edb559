import t from 'tap'
import { isControlAnswer, isDiff, isUserEvent, kindOfCall, kindOfMethod } from '../../../../src/daemons/sim/faults/kinds.ts'

t.test('tells frames and calls apart by their own words', async (t) => {
  t.ok(isDiff('{"e":"depthUpdate","E":1}') && isDiff('{"stream":"a@depth","data":{"e":"depthUpdate","E":1}}'))
  t.notOk(isDiff('{"e":"trade"}'))
  t.ok(isUserEvent('{"subscriptionId":0,"event":{}}') && isUserEvent('{"e":"ORDER_TRADE_UPDATE"}'))
  t.ok(isUserEvent('{"stream":"key","data":{"e":"ACCOUNT_UPDATE"}}'))
  t.notOk(isUserEvent('{"e":"aggTrade"}'))
  t.ok(isControlAnswer('{"result":null,"id":1}'))
})

t.test('tells what Kraken sends apart', async (t) => {
  const whole = '[1,{"as":[["1.10","1.0","1"]],"bs":[]},"book-1000","A/B"]'
  const answers = [
    '{"channelID":1,"channelName":"book-1000","event":"subscriptionStatus","pair":"A/B","status":"subscribed","subscription":{"depth":1000},"reqid":3}',
    '{"errorMessage":"Currency pair not supported X/Y","event":"subscriptionStatus","pair":"X/Y","status":"error"}',
  ]
  t.strictSame(['[1,{"a":[]},"book-1000","A/B"]', '[1,{"b":[]},{"a":[]},"book-1000","A/B"]', whole, ...answers].map(isDiff), [true, true, false, false, false])
  t.strictSame([...answers, whole, '{"event":"heartbeat"}'].map(isControlAnswer), [true, true, false, false])
})

t.test('knows a call that works on orders or asks for a book, over either transport', async (t) => {
  const kinds = (lines: readonly string[]) => lines.map((line) => kindOfCall({ method: line.split(' ')[0] ?? '', path: line.split(' ')[1] ?? '' }))
  t.strictSame(kinds(['POST /api/v3/order', 'DELETE /fapi/v1/allOpenOrders', 'GET /api/v3/order', 'POST /api/v3/orderList/oco']), [
    'orders',
    'orders',
    'other',
    'orders',
  ])
  t.strictSame(kinds(['GET /fapi/v1/depth', 'GET /api/v3/time']), ['snapshots', 'other'])
  const methods = [
    'order.place',
    'v3/order.cancelReplace',
    'openOrders.cancelAll',
    'orderList.place.oco',
    'order.status',
    'openOrders.status',
    'depth',
    'v3/depth',
  ]
  t.strictSame(methods.map(kindOfMethod), ['orders', 'orders', 'orders', 'orders', 'other', 'other', 'snapshots', 'snapshots'])
})
