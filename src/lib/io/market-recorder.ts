import type { Cancel, Clock } from '../ports/clock.ts'
import type { VenueLink, VenueSocket } from '../ports/venue.ts'
import type { MarketRoute, MarketVenue } from '../venues/market.ts'

const REQUEST_TIMEOUT_US = 10_000_000
const RETRY_US_MIN = 1_000_000
const RETRY_US_MAX = 60_000_000
const SNAPSHOT_AFTER_US = 300_000
const SNAPSHOT_LEVELS = 1_000
const STATUS_OK = 200
const US_PER_S = 1_000_000

/** What a recorder needs, and where the lines go: `<receive time in ns> <JSON>`, without an end. */
export interface RecorderPorts {
  readonly venue: VenueLink
  readonly clock: Clock
  readonly market: MarketVenue
  /** `snapshotOf`: the symbol whose book it is, where the text does not say. */
  line(text: string, snapshotOf?: string): void
  /** Something worth a line on stderr. */
  say(text: string): void
}

/** Recording that is under way. */
export interface MarketRecorder {
  /** Asks for another snapshot of a book. */
  snapshot(symbol: string): void
  stop(): void
}

const decoder = new TextDecoder()

/** Wait before another try at the same thing: drawn from a range that doubles, so that many recorders spread. */
const retryUs = (tries: number): number => RETRY_US_MIN + Math.random() * (Math.min(RETRY_US_MAX, RETRY_US_MIN * 2 ** tries) - RETRY_US_MIN)

class StreamRecorder implements MarketRecorder {
  readonly #ports: RecorderPorts
  readonly #symbols: readonly string[]
  readonly #cancels = new Set<Cancel>()
  readonly #sockets = new Set<VenueSocket>()
  #stopped = false
  #controlCount = 0

  constructor(ports: RecorderPorts, symbols: readonly string[]) {
    this.#ports = ports
    this.#symbols = symbols
    for (const route of ports.market.routes(['book', 'trades', 'ticker'])) this.#open(route, 0)
  }

  snapshot(symbol: string): void {
    this.#ask(symbol, 0)
  }

  stop(): void {
    this.#stopped = true
    for (const cancel of this.#cancels) cancel()
    for (const socket of this.#sockets) socket.close()
  }

  #write(text: string, snapshotOf?: string): void {
    this.#ports.line(`${this.#ports.clock.nowUs()}000 ${text}`, snapshotOf)
  }

  #later(afterUs: number, run: () => void): void {
    const cancel = this.#ports.clock.after(afterUs, () => {
      this.#cancels.delete(cancel)
      run()
    })
    this.#cancels.add(cancel)
  }

  #open(route: MarketRoute, tries: number): void {
    const { venue, market, say } = this.#ports
    const streams = this.#symbols.flatMap((symbol) => route.streams(symbol))
    const isNamed = streams.length <= market.traits.streamsPerPath
    let attempt = tries
    const socket = venue.openSocket(route.path(isNamed ? streams : []), {
      opened: () => {
        attempt = 0
        if (!isNamed) this.#subscribe(socket, streams)
        const hasSnapshots = route.carriesBooks && market.traits.proof === 'sequence'
        if (hasSnapshots) this.#later(SNAPSHOT_AFTER_US, () => this.#snapshots())
      },
      text: (text) => this.#write(text),
      bytes: (frame) => this.#write(decoder.decode(frame)),
      closed: (_code, reason) => {
        this.#sockets.delete(socket)
        if (this.#stopped) return
        say(`connection lost: ${reason}; opening it again`)
        this.#later(retryUs(attempt), () => this.#open(route, attempt + 1))
      },
    })
    this.#sockets.add(socket)
  }

  /** Control messages in the pace of the venue. */
  #subscribe(socket: VenueSocket, streams: readonly string[]): void {
    const { market } = this.#ports
    const { streamsPerMessage, messagesPerS } = market.traits
    this.#controlCount += 1
    socket.send(market.subscribe(streams.slice(0, streamsPerMessage), this.#controlCount))
    const left = streams.slice(streamsPerMessage)
    if (left.length > 0) this.#later(US_PER_S / messagesPerS, () => this.#sockets.has(socket) && this.#subscribe(socket, left))
  }

  #snapshots(): void {
    for (const symbol of this.#symbols) this.snapshot(symbol)
  }

  #ask(symbol: string, tries: number): void {
    const { venue, market, say } = this.#ports
    venue.send(market.snapshot(symbol, SNAPSHOT_LEVELS), REQUEST_TIMEOUT_US, (result) => {
      if (this.#stopped) return
      if (result.ok && result.status === STATUS_OK) this.#write(result.body, symbol)
      else {
        say(`no snapshot of '${symbol}': ${result.ok ? `status ${result.status}` : result.reason}; asking again`)
        this.#later(retryUs(tries), () => this.#ask(symbol, tries + 1))
      }
    })
  }
}

/**
 * Records the public streams of some symbols as they come, with a snapshot of each after every start of its connection where the stream does
 * not bring the book. What fails is tried again ever more slowly, at least once a minute.
 */
export const recordMarket = (ports: RecorderPorts, symbols: readonly string[]): MarketRecorder => new StreamRecorder(ports, symbols)
