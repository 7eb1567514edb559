import { BugError } from '../../base/errors.ts'
import { readRules } from '../binance/bodies.ts'
import { readHealth, readLimits, readUsage, USAGE_HEADERS } from '../binance/rate-limits.ts'
import type { OrderVenue } from '../orders.ts'
import { countdownCancelAll } from './dead-man.ts'
import { usdmAnswers } from './order-answers.ts'
import { usdmRequests } from './order-requests.ts'
import { listenKey, readStream } from './user-stream.ts'

const NAME = 'binance-usdm'

/** Orders on Binance USD-M futures, one position a symbol: calls over REST or the WebSocket API, the user stream by a listen key. */
export const binanceUsdmOrders: OrderVenue = {
  name: NAME,
  traits: { types: ['limit', 'limitMaker', 'market'], findsByClientId: true, listsTradesOfOrder: true, pagesTradesBy: 'id', usageHeaders: USAGE_HEADERS },
  streamPath: '/private/ws',
  streamKey: listenKey,
  deadMan: countdownCancelAll,
  ...usdmRequests,
  ...usdmAnswers,
  subscribe: () => {
    throw new BugError('a stream with a key is not subscribed to')
  },
  readInstruments: (result) => readRules(result, NAME),
  readLimits,
  readUsage,
  readHealth,
  readStream,
}
