import type { OrderVenue } from '../orders.ts'
import { readRules } from './bodies.ts'
import { withRules } from './instrument-rules.ts'
import { orderAnswers } from './order-answers.ts'
import { orderRequests } from './order-requests.ts'
import { readHealth, readLimits, readUsage, USAGE_HEADERS } from './rate-limits.ts'
import { readStream } from './user-stream.ts'

/** Orders on Binance Spot: REST for calls, the WebSocket API for the user stream. */
export const binanceOrders: OrderVenue = {
  name: 'binance',
  traits: {
    types: ['limit', 'limitMaker', 'market', 'stop', 'stopLimit', 'takeProfit', 'takeProfitLimit'],
    findsByClientId: true,
    listsTradesOfOrder: true,
    pagesTradesBy: 'id',
    usageHeaders: USAGE_HEADERS,
  },
  streamPath: '/ws-api/v3',
  ...orderRequests,
  ...orderAnswers,
  readInstruments: (result) => withRules(readRules(result, 'binance'), result),
  readLimits,
  readUsage,
  readHealth,
  readStream,
}
