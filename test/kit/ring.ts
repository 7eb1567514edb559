import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { epochUs, lots, monoUs, ticks } from '../../src/lib/base/units.ts'
import type { RingBook, RingReader, RingState, RingTicker, RingTrade, RingVisitor, RingWriter } from '../../src/lib/ports/ring.ts'
import { ringHeader } from '../../src/lib/ring/header.ts'
import { ringBytes } from '../../src/lib/ring/layout.ts'
import { openRingReader } from '../../src/lib/ring/reader.ts'
import { createRingWriter } from '../../src/lib/ring/writer.ts'

export const btc = { symbol: 'BTCUSDT', tickUnits: 1, priceDecimals: 2, lotUnits: 1, qtyDecimals: 5 } as const

/** A folder whose path is short enough for a socket; removed at the end of the test. */
export const shortFolder = (test: Test): string => {
  const folder = mkdtempSync(join(tmpdir(), 'trade-'))
  test.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A ring in plain memory with BTCUSDT as symbol 0. */
export const memoryRing = (
  options: { readonly slotCount?: number; readonly firstPosition?: number } = {},
): {
  buffer: ArrayBuffer
  writer: RingWriter
  reader: RingReader
} => {
  const { slotCount = 64, firstPosition = 0 } = options
  const header = ringHeader({ epoch: 1, createdUs: 5, slotCount })
  const buffer = new ArrayBuffer(ringBytes(header))
  const writer = createRingWriter(buffer, header, { firstPosition })
  writer.addSymbol(btc)
  return { buffer, writer, reader: openRingReader(buffer, 'memory') }
}

const head = (id: number) => ({ symbolIndex: 0, id, eventUs: epochUs(id + 1), receivedMonoUs: monoUs(id + 2), publishedMonoUs: monoUs(id + 3) })

/** Records whose every field follows from the id. */
export const sample = {
  ticker: (id: number): RingTicker => ({ ...head(id), bidTicks: ticks(id + 4), bidLots: lots(id + 5), askTicks: ticks(id + 6), askLots: lots(id + 7) }),
  trade: (id: number): RingTrade => ({ ...head(id), priceTicks: ticks(id + 4), qtyLots: lots(id + 5), aggressor: id % 2 === 0 ? 'buy' : 'sell' }),
  state: (id: number): RingState => ({ ...head(id), code: 2, sinceUs: epochUs(id + 4), reason: 7 }),
  book: (id: number, levels = 20): RingBook => ({
    ...head(id),
    bids: Float64Array.from({ length: 2 * levels }, (_, index) => id + index),
    bidCount: levels,
    asks: Array.from({ length: 2 * levels }, (_, index) => id + 100 + index),
    askCount: levels,
  }),
}

/** What a visitor was shown, as plain objects of the writer's form. */
export interface Shown {
  readonly visitor: RingVisitor
  readonly records: object[]
  readonly overruns: number[]
}

export const collector = (): Shown => {
  const records: object[] = []
  const overruns: number[] = []
  const headOf = ({ symbolIndex, id, eventUs, receivedMonoUs, publishedMonoUs }: RingTicker | RingState | RingTrade | Omit<RingBook, 'bids' | 'asks'>) => ({
    symbolIndex,
    id,
    eventUs,
    receivedMonoUs,
    publishedMonoUs,
  })
  const visitor: RingVisitor = {
    onTicker: (view) => records.push({ ...headOf(view), bidTicks: view.bidTicks, bidLots: view.bidLots, askTicks: view.askTicks, askLots: view.askLots }),
    onTrade: (view) => records.push({ ...headOf(view), priceTicks: view.priceTicks, qtyLots: view.qtyLots, aggressor: view.aggressor }),
    onState: (view) => records.push({ ...headOf(view), code: view.code, sinceUs: view.sinceUs, reason: view.reason }),
    onBook: (view) => {
      const bids = Array.from({ length: view.bidCount }, (_, level) => [view.bidTicks(level), view.bidLots(level)]).flat()
      const asks = Array.from({ length: view.askCount }, (_, level) => [view.askTicks(level), view.askLots(level)]).flat()
      records.push({ ...headOf(view), bids, bidCount: view.bidCount, asks, askCount: view.askCount })
    },
    onOverrun: (lostSlots) => overruns.push(lostSlots),
  }
  return { visitor, records, overruns }
}
