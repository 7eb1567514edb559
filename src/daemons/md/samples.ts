import { msToUs } from '../../lib/base/time.ts'
import { priceText, qtyText } from '../../lib/model/instrument.ts'
import type { Line } from './line.ts'
import type { Step } from './state.ts'

/** A sample of the best prices of a valid book, if one is due and they may have changed since the last. */
export const sampleTop = ({ state, nowUs, emit }: Step, line: Line): void => {
  const { book, instrument, sampled } = line
  if (line.state !== 'valid' || line.updateId === sampled.updateId || nowUs - sampled.atUs < msToUs(state.config.sampleEveryMs)) return
  if (book.count('buy') === 0 || book.count('sell') === 0) return
  sampled.updateId = line.updateId
  sampled.atUs = nowUs
  const row = {
    symbol: line.symbol,
    atUs: nowUs,
    updateId: line.updateId,
    bid: priceText(instrument, book.ticksAt('buy', 0)),
    bidQty: qtyText(instrument, book.lotsAt('buy', 0)),
    ask: priceText(instrument, book.ticksAt('sell', 0)),
    askQty: qtyText(instrument, book.lotsAt('sell', 0)),
  }
  emit({ type: 'series.add', row: { table: 'tops', row } })
}
