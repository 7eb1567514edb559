import type { Turn } from './events.ts'
import { restore } from './trading/recovery.ts'
import type { TruthRecord } from './trading/truth.ts'
import { restoreFutures } from './usdm/recovery.ts'
import { USDM } from './usdm/truth.ts'
import { marketOf, type Venue } from './venue.ts'

/** Configuration invalid. */
const EXIT_CONFIG = 78

/** Records that change nothing of an account or a market. */
const IDLE: ReadonlySet<string> = new Set(['account', 'reject', 'clock', 'checkpoint', 'position'])

/** What a record speaks of and this run has not; null when it has all. */
const missingOf = (venue: Venue, record: TruthRecord): string | null => {
  const { account, symbol, product } = record
  const isUsdm = product === USDM
  if (typeof account === 'string' && !venue.accounts.has(account)) return `account '${account}', which this one has not: name it with --account`
  if (typeof symbol !== 'string') return null
  if (isUsdm) return venue.futures.contracts.has(symbol) ? null : `contract '${symbol}', which this one has not: name it with --usdm or play its recording`
  return marketOf(venue, symbol) === undefined ? `market '${symbol}', which this one has not: name it with --symbols or play its recording` : null
}

/** Brings accounts, orders and ids back to where an earlier run ended; false, with the end of this one, when it knows what this one has not. */
export const recover = (venue: Venue, records: readonly TruthRecord[], turn: Turn): boolean => {
  for (const record of records) {
    const missing = IDLE.has(record.type) ? null : missingOf(venue, record)
    if (missing === null) continue
    turn.emit({ type: 'failed', exit: EXIT_CONFIG, message: `an earlier run traded with ${missing}, or take another --dir` })
    return false
  }
  restore(venue, records)
  restoreFutures(venue.futures, records, turn)
  return true
}
