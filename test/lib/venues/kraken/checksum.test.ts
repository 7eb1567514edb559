import { crc32 } from 'node:zlib'
import t from 'tap'
import { Book } from '../../../../src/lib/model/book.ts'
import { checksumOf } from '../../../../src/lib/venues/kraken/checksum.ts'
import { printedInstrument } from '../../../../src/lib/venues/kraken/instruments.ts'

t.test('goes over ten levels a side, asks first, digits without point and leading zeros', async (t) => {
  const instrument = printedInstrument('A-B', { price: 2, qty: 3 })
  if (instrument === null) throw new Error('no instrument')
  const book = new Book()
  for (let level = 0; level < 12; level++) {
    book.set('sell', 105 + level, 7)
    book.set('buy', 104 - level, 5)
  }
  const asks = Array.from({ length: 10 }, (_, level) => `${105 + level}7`).join('')
  const bids = Array.from({ length: 10 }, (_, level) => `${104 - level}5`).join('')
  t.equal(checksumOf(book, instrument), crc32(asks + bids))
  t.equal(checksumOf(new Book(), instrument), 0)
  book.clear()
  book.set('sell', 105, 7)
  t.equal(checksumOf(book, instrument, 3), crc32('1050007'))
})
