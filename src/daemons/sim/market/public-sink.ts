import type { Instrument } from '../../../lib/model/instrument.ts'
import type { Turn } from '../events.ts'
import type { PublicStreams } from '../spot/public-streams.ts'
import type { Streams } from '../spot/streams.ts'
import type { Checkpoints } from './checkpoints.ts'
import { diffText, topText, tradeEventText, wrappedText } from './public-texts.ts'
import type { Replica } from './replica.ts'
import type { PublicSink } from './synthetic-venue.ts'

/** Where the public events of a synthetic market go. */
export interface PublicPlaces {
  readonly streams: Streams
  readonly checkpoints: Checkpoints
  readonly publisher: PublicStreams
  /** The replica of the market, which already holds a diff that is told. */
  readonly replica: () => Replica
}

const toMs = (us: number): number => Math.floor(us / 1_000)

/** Writes the events of a synthetic market in the venue's form, those that somebody listens to. */
export const createPublicSink = (instrument: Instrument, { streams, checkpoints, publisher, replica }: PublicPlaces): PublicSink => {
  const { symbol } = instrument
  const name = symbol.toLowerCase()
  const names = { diff: `${name}@depth@100ms`, trade: `${name}@trade`, top: `${name}@bookTicker` }
  const send = (stream: string, text: () => string, turn: Turn): void => {
    if (!streams.wanted(stream)) return
    const raw = text()
    streams.send(stream, { wrapped: wrappedText(stream, raw), raw }, turn)
  }
  return {
    trade: (trade, atUs, turn) => {
      const { tradeId, ticks, lots, takerId, takerSide } = trade
      publisher.trade(symbol, { tradeId, ticks, lots, takerId, buyerIsMaker: takerSide === 'sell', atMs: toMs(atUs) }, turn)
      send(names.trade, () => tradeEventText(instrument, trade, toMs(atUs)), turn)
    },
    top: (top, turn) => send(names.top, () => topText(instrument, top), turn),
    diff: (diff, atUs, turn) => {
      checkpoints.note({ symbol, eventMs: toMs(atUs), replica: replica() }, turn)
      publisher.diff(symbol, diff, toMs(atUs))
      send(names.diff, () => diffText(instrument, diff, toMs(atUs)), turn)
    },
  }
}
