import t from 'tap'
import { REST_NAMES, SIDES, STREAM_NAMES, TIFS, termsOf } from '../../../../src/lib/venues/binance/order-words.ts'

const rest = { side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', price: '1.50', origQty: '2.0', executedQty: '0.0', status: 'NEW' }

t.test('terms read alike from both kinds of messages', async (t) => {
  const stream = { S: 'BUY', o: 'LIMIT', f: 'GTC', p: '1.50', q: '2.0', z: '0.0', X: 'NEW' }
  t.same(termsOf(rest, REST_NAMES), termsOf(stream, STREAM_NAMES))
  t.match(termsOf(rest, REST_NAMES), { side: 'buy', type: 'limit', tif: 'gtc', price: '1.5', qty: '2', cumQty: '0', status: 'WORKING', reason: '' })
})

t.test('every status of the venue has one here', async (t) => {
  const words = { NEW: 'WORKING', PENDING_NEW: 'WORKING', PENDING_CANCEL: 'WORKING', PARTIALLY_FILLED: 'PARTIAL', FILLED: 'FILLED', CANCELED: 'CANCELED' }
  const ends = { EXPIRED: 'EXPIRED', EXPIRED_IN_MATCH: 'EXPIRED', REJECTED: 'REJECTED' }
  for (const [status, expected] of Object.entries({ ...words, ...ends })) t.equal(termsOf({ ...rest, status }, REST_NAMES).status, expected)
  t.throws(() => termsOf({ ...rest, status: 'MAYBE' }, REST_NAMES), /MAYBE/)
})

t.test('a market order has no price and an expiry a reason', async (t) => {
  t.equal(termsOf({ ...rest, type: 'MARKET', price: '0.00' }, REST_NAMES).price, null)
  t.equal(termsOf({ ...rest, status: 'EXPIRED', expiryReason: 'UNFILLED_IOC_QUANTITY_EXPIRED' }, REST_NAMES).reason, 'UNFILLED_IOC_QUANTITY_EXPIRED')
  t.equal(termsOf({ ...rest, status: 'EXPIRED_IN_MATCH' }, REST_NAMES).reason, 'STP')
})

t.test('words of sides and times in force are complete', async (t) => {
  t.same(SIDES, { BUY: 'buy', SELL: 'sell' })
  t.same(TIFS, { GTC: 'gtc', IOC: 'ioc', FOK: 'fok', GTX: 'gtc', GTD: 'gtc' })
})
