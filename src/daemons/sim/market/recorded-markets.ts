import type { Turn } from '../events.ts'
import { answerWaits } from '../spot/rest.ts'
import { earlierOf, restore } from '../trading/recovery.ts'
import type { TruthRecord } from '../trading/truth.ts'
import type { Venue } from '../venue.ts'
import { createPlayback, type Playback, type PlaybackHost } from './playback.ts'
import { createRecordedMarket } from './recorded-market.ts'

const rejoinAll = (venue: Venue): void => {
  for (const account of venue.accounts.values()) {
    for (const order of venue.store.openOrders(account.name)) venue.recorded.get(order.instrument.symbol)?.rejoin(order)
  }
}

const distance = (waitingId: number | null, updateId: number): number => (waitingId === null ? Number.MAX_SAFE_INTEGER : Math.abs(waitingId - updateId))

/** The player of the venue's recordings. */
export const createVenuePlayback = (venue: Venue, records: readonly TruthRecord[]): Playback => {
  const host: PlaybackHost = {
    streams: venue.streams,
    truth: venue.truth,
    checkpoints: venue.checkpoints,
    market: (symbol) => venue.recorded.get(symbol),
    nearest: (updateId) =>
      [...venue.recorded.values()]
        .filter(({ replica }) => !replica.ready)
        .sort((a, b) => distance(a.replica.waitingId, updateId) - distance(b.replica.waitingId, updateId))[0],
    opened: (instruments) => {
      for (const instrument of instruments) venue.recorded.set(instrument.symbol, createRecordedMarket(instrument, venue.desk.onFill))
      restore(venue, records)
      return earlierOf(records).place
    },
    snapshotLoaded: (symbol: string, turn: Turn) => answerWaits(venue, venue.waits.ready(symbol), turn),
    resumed: () => {
      rejoinAll(venue)
      venue.open = true
    },
  }
  return createPlayback(host, { speedRatio: venue.config.speedRatio, autostart: venue.config.autostart })
}
