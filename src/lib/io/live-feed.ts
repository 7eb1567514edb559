import type { Cancel } from '../ports/clock.ts'
import type { LiveFeed, LiveFeedHandlers } from '../ports/live-feed.ts'
import { type MarketRecorder, type RecorderPorts, recordMarket } from './market-recorder.ts'

const REQUEST_TIMEOUT_US = 10_000_000
const RETRY_US = 1_000_000

class VenueFeed implements LiveFeed {
  readonly #ports: Omit<RecorderPorts, 'line' | 'lost'>
  readonly #symbols: readonly string[]
  #recorder: MarketRecorder | null = null
  #retry: Cancel | null = null
  #isClosed = false

  constructor(ports: Omit<RecorderPorts, 'line' | 'lost'>, symbols: readonly string[]) {
    this.#ports = ports
    this.#symbols = symbols
  }

  open(handlers: LiveFeedHandlers): void {
    const { venue, market, clock, say } = this.#ports
    venue.send(market.instruments(), REQUEST_TIMEOUT_US, (answer) => {
      if (this.#isClosed) return
      const read = market.readInstruments(answer)
      if (!read.ok) {
        say(`no symbols of the venue: ${read.error.reason}; asking again`)
        this.#retry = clock.after(Math.max(RETRY_US, read.error.pauseUs), () => this.open(handlers))
        return
      }
      const known = read.value.filter(({ symbol }) => this.#symbols.includes(symbol))
      for (const symbol of this.#symbols) if (!known.some((each) => each.symbol === symbol)) say(`the venue has no '${symbol}'`)
      handlers.opened(known)
      if (known.length === 0) return
      this.#recorder = recordMarket(
        { ...this.#ports, line: handlers.line, lost: handlers.lost },
        known.map(({ symbol }) => symbol),
      )
    })
  }

  snapshot(symbol: string): void {
    this.#recorder?.snapshot(symbol)
  }

  close(): void {
    this.#isClosed = true
    this.#retry?.()
    this.#recorder?.stop()
    this.#ports.venue.close()
  }
}

/** The public streams of some symbols of a venue. */
export const openLiveFeed = (ports: Omit<RecorderPorts, 'line' | 'lost'>, symbols: readonly string[]): LiveFeed => new VenueFeed(ports, symbols)
