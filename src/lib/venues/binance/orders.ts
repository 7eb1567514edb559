import type { Instrument } from '../../model/instrument.ts'
import type { VenueResult } from '../../ports/venue.ts'
import type { OrderVenue, VenueAnswer } from '../orders.ts'
import { refusalOf, unreadable } from './errors.ts'
import { parseInstruments } from './instruments.ts'
import { orderAnswers } from './order-answers.ts'
import { orderRequests } from './order-requests.ts'
import { readHealth, readLimits, readUsage } from './rate-limits.ts'
import { readStream } from './user-stream.ts'

const readInstruments = (result: VenueResult): VenueAnswer<readonly Instrument[]> => {
  if (!result.ok || result.status !== 200) return refusalOf(result)
  const parsed = parseInstruments(result.body)
  return parsed.ok ? { kind: 'found', value: parsed.value } : unreadable(parsed.error)
}

/** Orders on Binance Spot: REST for calls, the WebSocket API for the user stream. */
export const binanceOrders: OrderVenue = {
  name: 'binance',
  streamPath: '/ws-api/v3',
  ...orderRequests,
  ...orderAnswers,
  readInstruments,
  readLimits,
  readUsage,
  readHealth,
  readStream,
}
