import type { Instrument } from '../model/instrument.ts'

/** What a live market tells. */
export interface LiveFeedHandlers {
  /** Rules of the symbols that the venue has; called once, before any line. */
  opened(instruments: readonly Instrument[]): void
  /** A frame as the venue sent it, `<receive time in ns> <JSON>`; or a snapshot of the book of a symbol, which it does not name itself. */
  line(text: string, snapshotOf?: string): void
  /** The connection that carried the books of these symbols is lost. */
  lost(symbols: readonly string[]): void
}

/** Public streams of another venue, as they come. Lost connections are opened again, each with a snapshot of its books. */
export interface LiveFeed {
  open(handlers: LiveFeedHandlers): void
  /** Asks for a whole book; it comes as a line. */
  snapshot(symbol: string): void
  close(): void
}
