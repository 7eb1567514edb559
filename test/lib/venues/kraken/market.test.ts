import t from 'tap'
import { Book } from '../../../../src/lib/model/book.ts'
import { printedInstrument } from '../../../../src/lib/venues/kraken/instruments.ts'
import { firstKrakenMarket, krakenMarket } from '../../../../src/lib/venues/kraken/market.ts'

t.test('its books come over the stream, are cut to the depth, and proved by checksums', async (t) => {
  const market = krakenMarket(25)
  t.match(market.traits, { proof: 'checksum', keptLevels: 25, depths: [], lifeMs: null })
  t.equal(market.readSnapshot({ ok: false, sent: false, reason: '', sentMonoUs: 0 }, must()).ok, false)
  t.equal(market.routes(['book'])[0]?.path([]), '/v2')
  t.match(JSON.parse(market.subscribe(['trade:BTC/USD'], 1)), { params: { channel: 'trade', snapshot: false } })
})

t.test('the first version prints prices with more zeros than their steps', async (t) => {
  const book = new Book()
  book.set('sell', 105, 7)
  const [plain, printed] = [krakenMarket(10), firstKrakenMarket(new Map([['A-B', 4]]), 10)]
  t.not(plain.checksum(book, must()), printed.checksum(book, must()))
  t.equal(firstKrakenMarket(new Map(), 10).checksum(book, must()), plain.checksum(book, must()))
})

function must() {
  const instrument = printedInstrument('A-B', { price: 2, qty: 3 })
  if (instrument === null) throw new Error('no instrument')
  return instrument
}
