import { crc32Text } from '../../base/crc32.ts'
import type { Book } from '../../model/book.ts'
import type { Instrument } from '../../model/instrument.ts'
import type { Side } from '../../model/order.ts'

const PROVED_LEVELS = 10

/**
 * CRC-32 over the best ten asks, then the best ten bids: the digits of price and size as the venue prints them, without point and leading zeros.
 * The decimals of the instrument are those that the venue prints; prices may have some zeros more.
 */
export const checksumOf = (book: Book, { tickUnits, lotUnits }: Instrument, zeroCount = 0): number => {
  const zeros = '0'.repeat(zeroCount)
  const digits = (side: Side): string => {
    let text = ''
    const count = Math.min(PROVED_LEVELS, book.count(side))
    for (let level = 0; level < count; level++) text += String(book.ticksAt(side, level) * tickUnits) + zeros + String(book.lotsAt(side, level) * lotUnits)
    return text
  }
  return crc32Text(digits('sell') + digits('buy'))
}
