import t from 'tap'
import { simDefaults } from '../../src/daemons/sim/config.ts'
import { simDaemon } from '../../src/daemons/sim/shell.ts'
import { hmacSha256Hex } from '../../src/lib/io/signer.ts'
import { frameText, signRequest } from '../../src/lib/io/venue-signing.ts'
import type { VenueLink, VenueRequest, VenueResult } from '../../src/lib/ports/venue.ts'
import { binanceMarket } from '../../src/lib/venues/binance/market.ts'
import { binanceOrders } from '../../src/lib/venues/binance/orders.ts'
import type { NewOrder, StreamMessage } from '../../src/lib/venues/orders.ts'
import { QUIET } from '../../src/lib/world/faults.ts'
import { memoryRecords } from '../../src/lib/world/memory-records.ts'
import { memoryWeb } from '../../src/lib/world/memory-web.ts'
import { quietLog } from '../../src/lib/world/quiet-log.ts'
import { World } from '../../src/lib/world/world.ts'

const KEY = { apiKey: 'k', sign: (payload: string) => hmacSha256Hex('s', payload) }

/** The real simulator behind the real texts of the adapter; only TCP is missing. */
const openVenue = () => {
  const world = new World({ seed: 1, rates: QUIET, log: quietLog() })
  const { kernel, faults } = world
  const rest = (request: VenueRequest) => {
    const { target, headers } = signRequest(request, KEY)
    return {
      query: target.split('?')[1] ?? '',
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    }
  }
  const web = memoryWeb({ kernel, faults, form: { rest, frame: (frame) => frameText(frame, KEY) } })
  world.add('sim', {
    spec: () => simDaemon({ hmac: hmacSha256Hex, secrets: { k: 's' } }),
    config: { ...simDefaults, accounts: [{ name: 'a', apiKey: 'k', balances: { USDT: '100000', BTC: '2' } }] },
    journaled: false,
    http: () => web.serve(),
    ports: ({ base }) => ({ ...base, feed: null, truth: memoryRecords().open() }),
  })
  world.run(1_000_000)
  const link: VenueLink = web.link(KEY)
  const call = (request: VenueRequest): VenueResult => {
    let result: VenueResult | undefined
    link.send(request, 5_000_000, (answer) => {
      result = answer
    })
    world.run(100_000)
    return result ?? { ok: false, sent: true, reason: 'no answer', sentMonoUs: 0 }
  }
  const validity = () => ({ serverMs: Math.floor(kernel.nowUs() / 1_000), recvWindowMs: 2_000 })
  return { world, link, call, validity }
}

const order = (fields: Partial<NewOrder>): NewOrder => ({
  clientOrderId: 'T10maker-00001-0000001n',
  symbol: 'BTCUSDT',
  side: 'buy',
  type: 'limitMaker',
  tif: 'gtc',
  price: '50000',
  qty: '0.001',
  ...fields,
})

t.test('reads clock, instruments, account and book as the simulator writes them', async (t) => {
  const { call, validity } = openVenue()
  const time = binanceOrders.readTime(call(binanceOrders.time()))
  t.equal(time.kind, 'found')
  const instruments = binanceOrders.readInstruments(call(binanceOrders.instruments('BTCUSDT')))
  t.match(instruments, { kind: 'found', value: [{ symbol: 'BTCUSDT', baseAsset: 'BTC', quoteAsset: 'USDT', priceDecimals: 2, qtyDecimals: 5 }] })
  t.match(binanceOrders.readAccount(call(binanceOrders.account(validity()))), { kind: 'found' })
  const market = binanceMarket()
  t.equal(market.name, 'binance')
})

t.test('an order lives through place, query, open orders and cancel', async (t) => {
  const { call, validity } = openVenue()
  const wish = order({})
  t.match(binanceOrders.readPlaced(call(binanceOrders.place(wish, validity()))), {
    kind: 'accepted',
    report: { status: 'WORKING', clientOrderId: wish.clientOrderId, cumQty: '0' },
    fills: [],
  })
  t.match(binanceOrders.readPlaced(call(binanceOrders.place(wish, validity()))), { kind: 'duplicate' }, 'an open id is not taken twice')
  const ref = { symbol: 'BTCUSDT', clientOrderId: wish.clientOrderId }
  t.match(binanceOrders.readOrder(call(binanceOrders.query(ref, validity()))), { kind: 'found', value: { status: 'WORKING', price: '50000', qty: '0.001' } })
  t.match(binanceOrders.readOrders(call(binanceOrders.openOrders('BTCUSDT', validity()))), { kind: 'found', value: { length: 1 } })
  t.match(binanceOrders.readCanceled(call(binanceOrders.cancel(ref, validity()))), {
    kind: 'accepted',
    report: { status: 'CANCELED', clientOrderId: wish.clientOrderId },
  })
  t.match(binanceOrders.readCanceled(call(binanceOrders.cancel(ref, validity()))), { kind: 'unknownOrder' })
  t.match(binanceOrders.readOrder(call(binanceOrders.query({ symbol: 'BTCUSDT', clientOrderId: 'T10maker-00001-0000009n' }, validity()))), {
    kind: 'unknownOrder',
  })
})

t.test('a market order fills, and trades, stream and balances tell the same fill', async (t) => {
  const { call, validity, link, world } = openVenue()
  const seen: StreamMessage[] = []
  const socket = link.openSocket(binanceOrders.streamPath, {
    opened: () => socket.sendFrame(binanceOrders.subscribe(7, validity())),
    text: (text) => seen.push(binanceOrders.readStream(text)),
    closed: () => undefined,
  })
  world.run(200_000)
  t.match(seen, [{ kind: 'subscribed', id: 7 }])
  const placed = binanceOrders.readPlaced(call(binanceOrders.place(order({ type: 'market', price: null }), validity())))
  t.match(placed, { kind: 'accepted', report: { status: 'FILLED', cumQty: '0.001' } })
  const fills = placed.kind === 'accepted' ? placed.fills : []
  const trades = binanceOrders.readTrades(call(binanceOrders.trades({ symbol: 'BTCUSDT', limitCount: 10 }, validity())))
  t.ok(fills.length > 0)
  t.strictSame(
    trades.kind === 'found' ? trades.value.map(({ tradeId, price, qty, fee, feeAsset }) => ({ tradeId, price, qty, fee, feeAsset })) : null,
    fills.map(({ tradeId, price, qty, fee, feeAsset }) => ({ tradeId, price, qty, fee, feeAsset })),
  )
  const streamed = seen.flatMap((message) => (message.kind === 'order' && message.fill !== null ? [message.fill.tradeId] : []))
  t.strictSame(
    streamed,
    fills.map(({ tradeId }) => tradeId),
  )
  t.ok(seen.some(({ kind }) => kind === 'balances'))
})

t.test('refusals of the venue are told apart', async (t) => {
  const { call, validity } = openVenue()
  const place = (fields: Partial<NewOrder>, serverMs = validity().serverMs) =>
    binanceOrders.readPlaced(call(binanceOrders.place(order(fields), { serverMs, recvWindowMs: 2_000 })))
  t.match(place({ price: '70000' }), { kind: 'rejected', reason: /immediately match/ }, 'post-only that would take')
  t.match(place({ qty: '0.0000001' }), { kind: 'rejected' }, 'finer than a lot')
  t.match(place({ qty: '5000' }), { kind: 'rejected' }, 'more than the account holds')
  t.match(place({}, validity().serverMs - 10_000), { kind: 'clock' }, 'too old')
})
