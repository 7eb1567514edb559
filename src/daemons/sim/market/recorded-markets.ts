import type { Instrument } from '../../../lib/model/instrument.ts'
import type { Turn } from '../events.ts'
import { recover } from '../recovery.ts'
import { answerWaits } from '../spot/rest.ts'
import type { TruthRecord } from '../trading/truth.ts'
import { openRecordedContract } from '../usdm/contracts.ts'
import { rejoinFutures } from '../usdm/recovery.ts'
import { openDoors, type Venue } from '../venue.ts'
import { earlierOf } from './earlier.ts'
import type { StageHost } from './line-stage.ts'
import { createLiveMarkets, type LiveMarkets } from './live-markets.ts'
import { createPlayback, type Playback, type PlaybackHost } from './playback.ts'
import { createRecordedMarket } from './recorded-market.ts'
import type { RecordedSymbol } from './recording-symbols.ts'

const rejoin = (venue: Venue, isMeant: (symbol: string) => boolean): void => {
  for (const account of venue.accounts.values()) {
    for (const order of venue.store.openOrders(account.name)) {
      const { symbol } = order.instrument
      const market = venue.spot.recorded.get(symbol)
      if (market === undefined || !isMeant(symbol)) continue
      venue.desk.keepWaiting(order, market)
      market.rejoin(order)
    }
  }
}

const distance = (waitingId: number | null, updateId: number): number => (waitingId === null ? Number.MAX_SAFE_INTEGER : Math.abs(waitingId - updateId))

const openMarket = (venue: Venue, { product, instrument }: RecordedSymbol, isLive = false): void => {
  if (product === 'spot') venue.spot.recorded.set(instrument.symbol, createRecordedMarket(instrument, venue.desk.onFill, isLive))
  else {
    // of two markets of one name, the recorded one is meant
    venue.usdm.synthetic.delete(instrument.symbol)
    venue.usdm.recorded.set(instrument.symbol, openRecordedContract(venue.futures, instrument, venue.config.seed))
  }
}

const stageHost = (venue: Venue): StageHost => ({
  board: (product) => venue[product],
  nearest: (product, updateId) =>
    [...venue[product].recorded.values()]
      .filter(({ replica }) => !replica.ready)
      .sort((a, b) => distance(a.replica.waitingId, updateId) - distance(b.replica.waitingId, updateId))[0],
  snapshotLoaded: (product, symbol, turn: Turn) => {
    if (product === 'spot') answerWaits(venue, venue.waits.ready(symbol), turn)
  },
})

/** The player of the venue's recordings. */
export const createVenuePlayback = (venue: Venue, records: readonly TruthRecord[]): Playback => {
  const host: PlaybackHost = {
    ...stageHost(venue),
    truth: venue.truth,
    opened: (symbols, turn) => {
      for (const symbol of symbols) openMarket(venue, symbol)
      return recover(venue, records, turn) ? { stoppedAt: earlierOf(records).place } : null
    },
    resumed: (turn) => {
      rejoin(venue, () => true)
      rejoinFutures(venue, turn)
      openDoors(venue, turn)
    },
  }
  return createPlayback(host, { speedRatio: venue.config.speedRatio, autostart: venue.config.autostart })
}

/** The spot markets of another venue, on which our clients trade with paper. */
export const createVenueLive = (venue: Venue, records: readonly TruthRecord[]): LiveMarkets => {
  const stage = stageHost(venue)
  const unjoined = new Set<string>()
  return createLiveMarkets({
    ...stage,
    books: () => venue.spot.recorded.values(),
    opened: (instruments: readonly Instrument[], turn: Turn) => {
      for (const instrument of instruments) {
        openMarket(venue, { product: 'spot', instrument: { ...instrument, venue: 'sim' } }, true)
        unjoined.add(instrument.symbol)
      }
      if (!recover(venue, records, turn)) return
      rejoinFutures(venue, turn)
      openDoors(venue, turn)
    },
    snapshotLoaded: (product, symbol, turn) => {
      // only now is it known how much lies before the orders of an earlier run
      if (unjoined.delete(symbol)) rejoin(venue, (name) => name === symbol)
      stage.snapshotLoaded(product, symbol, turn)
    },
  })
}
