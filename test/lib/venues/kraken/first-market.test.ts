import t from 'tap'
import { Book } from '../../../../src/lib/model/book.ts'
import { krakenFirstMarket } from '../../../../src/lib/venues/kraken/first-market.ts'
import { printedInstrument } from '../../../../src/lib/venues/kraken/instruments.ts'
import { firstKrakenMarket } from '../../../../src/lib/venues/kraken/market.ts'
import { utf8Bytes } from '../../../kit/market-texts.ts'

const WHOLE = '[464,{"as":[["56218.30000","0.15000000","1618678117.243818"]],"bs":[["56200.10000","1.00000000","1618678117.1"]]},"book-1000","XBT/CHF"]'
const instrument = printedInstrument('BTC-CHF', { price: 1, qty: 8 })
if (instrument === null) throw new Error('no instrument')
const instruments = new Map([['BTC-CHF', instrument]])

t.test('asks for books alone, by the old names of their pairs', async (t) => {
  const market = krakenFirstMarket()
  t.strictSame(
    market.routes(['book', 'trades', 'ticker']).map(({ name, path, streams }) => [name, path([]), streams('BTC-CHF')]),
    [['book', '/', ['XBT/CHF']]],
  )
  t.equal(market.bookStream('DOGE-EUR'), 'XDG/EUR')
  t.strictSame(JSON.parse(market.subscribe(['XBT/CHF'], 3)), { event: 'subscribe', reqid: 3, pair: ['XBT/CHF'], subscription: { name: 'book', depth: 1_000 } })
  t.match(JSON.parse(market.unsubscribe(['XBT/CHF'], 4)), { event: 'unsubscribe', reqid: 4 })
})

t.test('reads the answer to a subscription, and why one was refused', async (t) => {
  const { readFrame } = krakenFirstMarket()
  const read = (message: object) => readFrame(utf8Bytes(JSON.stringify(message)), instruments)
  const answer = { event: 'subscriptionStatus', pair: 'XBT/CHF', reqid: 3 }
  t.strictSame(read({ ...answer, status: 'subscribed' }), { type: 'answered', id: 3, problem: null, symbol: 'BTC-CHF' })
  t.strictSame(read({ ...answer, status: 'error', errorMessage: 'no' }), { type: 'answered', id: 3, problem: 'no', symbol: 'BTC-CHF' })
  t.strictSame(read({ event: 'subscriptionStatus', status: 'subscribed' }), { type: 'ignored' })
})

t.test('learns the printed decimals from each whole book, for its checksums', async (t) => {
  const market = krakenFirstMarket()
  const book = new Book()
  book.set('sell', 562_183, 15_000_000)
  const known = firstKrakenMarket(new Map([['BTC-CHF', 5]]))
  t.not(market.checksum(book, instrument), known.checksum(book, instrument))
  t.match(market.readFrame(utf8Bytes(WHOLE), instruments), { type: 'book', symbol: 'BTC-CHF', asks: [562_183, 15_000_000] })
  t.equal(market.checksum(book, instrument), known.checksum(book, instrument))
})
