import type { Turn } from '../events.ts'
import { answerWaits } from '../spot/rest.ts'
import { earlierOf, restore } from '../trading/recovery.ts'
import type { TruthRecord } from '../trading/truth.ts'
import { openRecordedContract } from '../usdm/contracts.ts'
import type { Venue } from '../venue.ts'
import { createPlayback, type Playback, type PlaybackHost } from './playback.ts'
import { createRecordedMarket } from './recorded-market.ts'
import type { RecordedSymbol } from './recording-symbols.ts'

const rejoinAll = (venue: Venue): void => {
  for (const account of venue.accounts.values()) {
    for (const order of venue.store.openOrders(account.name)) venue.spot.recorded.get(order.instrument.symbol)?.rejoin(order)
  }
}

const distance = (waitingId: number | null, updateId: number): number => (waitingId === null ? Number.MAX_SAFE_INTEGER : Math.abs(waitingId - updateId))

const openMarket = (venue: Venue, { product, instrument }: RecordedSymbol): void => {
  if (product === 'spot') venue.spot.recorded.set(instrument.symbol, createRecordedMarket(instrument, venue.desk.onFill))
  else venue.usdm.recorded.set(instrument.symbol, openRecordedContract(venue.futures, instrument, venue.config.seed))
}

/** The player of the venue's recordings. */
export const createVenuePlayback = (venue: Venue, records: readonly TruthRecord[]): Playback => {
  const host: PlaybackHost = {
    board: (product) => venue[product],
    truth: venue.truth,
    nearest: (product, updateId) =>
      [...venue[product].recorded.values()]
        .filter(({ replica }) => !replica.ready)
        .sort((a, b) => distance(a.replica.waitingId, updateId) - distance(b.replica.waitingId, updateId))[0],
    opened: (symbols, turn) => {
      for (const symbol of symbols) openMarket(venue, symbol)
      if (symbols.some(({ product }) => product === 'usdm')) venue.doors.start(turn)
      restore(venue, records)
      return earlierOf(records).place
    },
    snapshotLoaded: (product, symbol, turn: Turn) => {
      if (product === 'spot') answerWaits(venue, venue.waits.ready(symbol), turn)
    },
    resumed: () => {
      rejoinAll(venue)
      venue.open = true
    },
  }
  return createPlayback(host, { speedRatio: venue.config.speedRatio, autostart: venue.config.autostart })
}
