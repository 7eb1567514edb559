import type { OpenBench } from '../bench.ts'
import { ternOrders } from './orders.ts'
import { TernVenue } from './venue.ts'

/** The foreign venue behind its adapter. */
export const ternBench: OpenBench = (limits) => {
  const venue = new TernVenue(limits)
  let theirs = 0
  let isFeed = false
  return {
    orders: ternOrders,
    symbol: 'BTC-TERN',
    qty: '0.02',
    half: '0.01',
    price: '50000',
    badPrice: '50000.01',
    hugeQty: '900',
    get nowMs() {
      return venue.nowMs
    },
    call: ({ method, path, params, cost }) => venue.answer(`${method} ${path}`, new Map(params.map(([name, value]) => [name, String(value)])), cost.weight),
    openSocket: (path) => {
      venue.feed.length = 0
      venue.isListening = false
      isFeed = path === ternOrders.streamPath
    },
    sendFrame: ({ id }) => {
      venue.isListening = isFeed
      venue.feed.push(JSON.stringify({ welcome: id }))
    },
    texts: () => venue.feed,
    hit: (side, price, qty) => {
      theirs += 1
      const way = side === 'buy' ? 'bid' : 'offer'
      venue.place('them', new Map(Object.entries({ ref: `them${theirs}`, way, px: price, size: qty, life: 'stay' })))
    },
    advance: (ms) => {
      venue.nowUs += Math.round(ms * 1_000)
    },
    endStream: () => false,
  }
}
