import type { Cancel, Clock } from '../ports/clock.ts'
import type { VenueLink, VenueSocket } from '../ports/venue.ts'
import type { MarketVenue } from '../venues/market.ts'

const REQUEST_TIMEOUT_US = 10_000_000
const RETRY_US = 1_000_000
const SNAPSHOT_AFTER_US = 300_000
const SNAPSHOT_LEVELS = 1_000
const STATUS_OK = 200

/** What a recorder needs, and where the lines go: `<receive time in ns> <JSON>`, without an end. */
export interface RecorderPorts {
  readonly venue: VenueLink
  readonly clock: Clock
  readonly market: MarketVenue
  line(text: string): void
  /** Something worth a line on stderr. */
  say(text: string): void
}

const decoder = new TextDecoder()

/** Records the public streams of some symbols as they come, with a snapshot of each after every start of its connection. */
export const recordMarket = ({ venue, clock, market, line, say }: RecorderPorts, symbols: readonly string[]): Cancel => {
  const cancels = new Set<Cancel>()
  const sockets = new Set<VenueSocket>()
  let stopped = false
  const write = (text: string): void => line(`${clock.nowUs()}000 ${text}`)
  const later = (afterUs: number, run: () => void): void => {
    const cancel = clock.after(afterUs, () => {
      cancels.delete(cancel)
      run()
    })
    cancels.add(cancel)
  }
  const snapshot = (symbol: string): void =>
    venue.send(market.snapshot(symbol, SNAPSHOT_LEVELS), REQUEST_TIMEOUT_US, (result) => {
      if (stopped) return
      if (result.ok && result.status === STATUS_OK) write(result.body)
      else {
        say(`no snapshot of '${symbol}': ${result.ok ? `status ${result.status}` : result.reason}; asking again`)
        later(RETRY_US, () => snapshot(symbol))
      }
    })
  const open = (path: string, books: readonly string[]): void => {
    const socket = venue.openSocket(path, {
      opened: () => later(SNAPSHOT_AFTER_US, () => books.forEach(snapshot)),
      text: write,
      bytes: (frame) => write(decoder.decode(frame)),
      closed: (_code, reason) => {
        sockets.delete(socket)
        if (stopped) return
        say(`connection lost: ${reason}; opening it again`)
        later(RETRY_US, () => open(path, books))
      },
    })
    sockets.add(socket)
  }
  for (const route of market.routes(['book', 'trades', 'ticker'])) {
    open(route.path(symbols.flatMap((symbol) => route.streams(symbol))), route.carriesBooks ? symbols : [])
  }
  return () => {
    stopped = true
    for (const cancel of cancels) cancel()
    for (const socket of sockets) socket.close()
  }
}
