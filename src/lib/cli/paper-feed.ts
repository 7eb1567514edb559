import process from 'node:process'
import { openLiveFeed } from '../io/live-feed.ts'
import type { Clock } from '../ports/clock.ts'
import type { LiveFeed } from '../ports/live-feed.ts'
import { openPublicLink, venueOf } from './venue-choice.ts'

/** What a paper market follows. */
export interface PaperChoice {
  /** Missing: Binance itself. */
  readonly endpoint: string | undefined
  readonly clock: Clock
  readonly symbols: readonly string[]
}

/** The public streams of the venue that a paper market follows; no key is ever used. */
export const paperFeed = ({ endpoint, clock, symbols }: PaperChoice): LiveFeed => {
  const venue = venueOf('binance')
  const say = (text: string): void => void process.stderr.write(`${text}\n`)
  return openLiveFeed({ venue: openPublicLink(venue, { endpoint, clock }), clock, market: venue.market, say }, symbols)
}
