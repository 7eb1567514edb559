import type { TruthRecord } from '../trading/truth.ts'
import type { LinePlace } from './line-buffer.ts'
import type { Product } from './recording-line.ts'

/** What a synthetic market begins with. */
export interface MarketIds {
  readonly updateId: number
  readonly tradeId: number
  readonly midTicks?: number
}

/** What an earlier run says of the markets. */
export interface Earlier {
  /** Where its recording stopped. */
  readonly place: LinePlace | null
  /** Where a synthetic market goes on. */
  readonly idsOf: (product: Product, symbol: string) => MarketIds
}

/** Ids of a restarted market begin far above those that its clients may have seen. */
const ID_JUMP = 1_000_000
const FIRST: MarketIds = { updateId: 1, tradeId: 1 }

const whole = (record: TruthRecord, name: string): number => Number(record[name])

/** Last clock records of an earlier run. */
export const earlierOf = (records: readonly TruthRecord[]): Earlier => {
  let place: LinePlace | null = null
  const clocks = new Map<string, MarketIds>()
  for (const record of records) {
    if (record.type !== 'clock') continue
    if ('symbol' in record) {
      const ids = { updateId: whole(record, 'u') + ID_JUMP, tradeId: whole(record, 'tradeId') + ID_JUMP, midTicks: whole(record, 'midTicks') }
      clocks.set(`${record['product'] ?? 'spot'}|${record['symbol']}`, ids)
    } else place = { file: String(record['file']), line: whole(record, 'line'), round: Number(record['round'] ?? 0) }
  }
  return { place, idsOf: (product, symbol) => clocks.get(`${product}|${symbol}`) ?? FIRST }
}
