import t from 'tap'
import { Book } from '../../../../src/lib/model/book.ts'
import { ccxtMarket } from '../../../../src/lib/venues/ccxt/market.ts'
import { btcusdt } from '../../../kit/market-texts.ts'

t.test('promises no proof, and streams of one process', async (t) => {
  const market = ccxtMarket('okx')
  t.match(market.traits, { proof: 'none', depths: [], weightPerMinute: null })
  const [route] = market.routes(['book', 'trades', 'ticker', 'marks'])
  t.strictSame([route?.carriesBooks, route?.streams('BTC-USDT')], [true, ['book:BTC-USDT', 'trade:BTC-USDT', 'ticker:BTC-USDT']])
  t.equal(market.bookStream('BTC-USDT'), 'book:BTC-USDT')
  t.match(market.readInstruments({ ok: false, sent: true, reason: 'the helper process ended', sentMonoUs: 0 }), { error: { reason: /ended/ } })
  t.throws(() => market.checksum(new Book(), btcusdt), { message: /no checksums/ })
})
