import { TradeError } from '../base/errors.ts'
import { nearest } from '../base/nearest.ts'
import type { VenueLink } from '../ports/venue.ts'
import type { MarketVenue } from '../venues/market.ts'
import { EXIT } from './exit.ts'

const ANSWER_WITHIN_US = 10_000_000

/** Refuses, with exit code 2, symbols that the venue does not have: nothing of them would ever come. A venue that does not tell is believed to have them. */
export const checkSymbols = async (
  venue: VenueLink,
  market: MarketVenue,
  how: { readonly symbols: readonly string[]; say(text: string): void },
): Promise<void> => {
  const answer = await new Promise<Parameters<MarketVenue['readInstruments']>[0]>((done) => venue.send(market.instruments(), ANSWER_WITHIN_US, done))
  const read = market.readInstruments(answer)
  if (!read.ok) {
    how.say(`the symbols are not checked: ${read.error.reason}`)
    return
  }
  const known = read.value.map(({ symbol }) => symbol)
  const unknown = how.symbols.find((symbol) => !known.includes(symbol))
  if (unknown === undefined) return
  const near = nearest(unknown, known)
  throw new TradeError('UNKNOWN_SYMBOL', `the venue has no '${unknown}'`, {
    exit: EXIT.usage,
    ...(near.length === 0 ? {} : { hint: `did you mean ${near.join(' or ')}?` }),
  })
}
