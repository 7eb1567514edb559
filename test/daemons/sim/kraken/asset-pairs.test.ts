import t from 'tap'
import { assetPairs } from '../../../../src/daemons/sim/kraken/asset-pairs.ts'
import { readSession } from '../../../../src/daemons/sim/kraken/session-lines.ts'
import { krakenFirstMarket } from '../../../../src/lib/venues/kraken/first-market.ts'

const BOOK = '1.5: [464,{"as":[["56218.30000","0.15000000","1"]],"bs":[["56218.00000","0.1","1"]]},"book-1000","XBT/CHF"]'

t.test('lists the pairs with the steps of their first book, as the adapter reads them', async (t) => {
  const body = assetPairs(readSession([BOOK]))
  t.match(JSON.parse(body), { error: [], result: { XBTCHF: { wsname: 'XBT/CHF', pair_decimals: 1, lot_decimals: 8 } } })
  const read = krakenFirstMarket().readInstruments({ ok: true, status: 200, headers: {}, body, sentMonoUs: 0 })
  t.match(read, { ok: true, value: [{ symbol: 'BTC-CHF', priceDecimals: 1, qtyDecimals: 8, status: 'trading' }] })
})
