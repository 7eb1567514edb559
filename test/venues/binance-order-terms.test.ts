import t from 'tap'
import { executionReport } from '../../src/daemons/sim/spot/execution-report.ts'
import { type OrderTerms, type RequestType, termsIn } from '../../src/lib/model/order-terms.ts'
import type { VenueResult } from '../../src/lib/ports/venue.ts'
import { binanceOrders } from '../../src/lib/venues/binance/orders.ts'
import type { NewOrder, VenueReport } from '../../src/lib/venues/orders.ts'
import { QUIET_MARKET, recordedTrade, SimDesk } from '../kit/sim-desk.ts'

/** Every type of order goes to a venue of its own and is read back from each of the venue's messages about it. */
const desk = new SimDesk({ lines: [...QUIET_MARKET, recordedTrade(30, ['100.00', '1'], true)], config: { autostart: true } })
desk.advance(1_000_000)

const ORDER = '/api/v3/order'
const AGO = { serverMs: 0, recvWindowMs: 5_000 }
const OWN: ReadonlySet<string> = new Set(['timestamp', 'recvWindow'])

const resultOf = ({ status, body }: { readonly status: number; readonly body: unknown }): VenueResult => ({
  ok: true,
  status,
  headers: {},
  body: JSON.stringify(body),
  sentMonoUs: 0,
})

const placed = (order: NewOrder): VenueReport => {
  const values = Object.fromEntries(binanceOrders.place(order, AGO).params.filter(([name]) => !OWN.has(name)))
  const answer = binanceOrders.readPlaced(resultOf(desk.signed('POST', ORDER, values as Record<string, string>)))
  if (answer.kind !== 'accepted') throw new Error(answer.reason)
  return answer.report
}

const asked = ({ symbol, clientOrderId }: NewOrder): VenueReport => {
  const answer = binanceOrders.readOrder(resultOf(desk.signed('GET', ORDER, { symbol, origClientOrderId: clientOrderId })))
  if (answer.kind !== 'found') throw new Error(answer.reason)
  return answer.value
}

const streamed = (venueOrderId: string): VenueReport => {
  const order = desk.venue.store.byId(Number(venueOrderId))
  if (order === undefined) throw new Error(`no order ${venueOrderId}`)
  const message = binanceOrders.readStream(JSON.stringify({ event: executionReport(order, { execution: 'NEW', executionId: 1, atMs: 5 }) }))
  if (message.kind !== 'order') throw new Error(message.kind)
  return message.report
}

const MODE = { selfTradePrevention: 'expireMaker' } as const
const CASES: ReadonlyArray<readonly [type: RequestType, price: string | null, terms: OrderTerms]> = [
  ['limit', '99.5', { ...MODE, icebergQty: '0.02' }],
  ['limitMaker', '99.4', { selfTradePrevention: 'none' }],
  ['market', null, { ...MODE, quoteQty: '12.5' }],
  ['stop', null, { ...MODE, stopPrice: '110' }],
  ['stopLimit', '111', { ...MODE, stopPrice: '110', trailingDeltaBps: 25 }],
  ['takeProfit', null, { ...MODE, stopPrice: '90' }],
  ['takeProfitLimit', '90.5', { selfTradePrevention: 'transfer', stopPrice: '90', icebergQty: '0.05' }],
]

for (const [index, [type, price, terms]] of CASES.entries()) {
  t.test(`a ${type} order is read back as it was placed`, async (t) => {
    const order: NewOrder = { clientOrderId: `o${index}`, symbol: 'BTCUSDT', side: 'buy', type, tif: 'gtc', price, qty: '0.1', ...terms }
    const report = placed(order)
    const qty = terms.quoteQty === undefined ? '0.1' : '0.12498'
    for (const read of [report, asked(order), streamed(report.venueOrderId)]) {
      t.match(read, { clientOrderId: `o${index}`, side: 'buy', type, tif: 'gtc', price, qty })
      t.strictSame(termsIn(read), { ...termsIn(order) })
    }
  })
}
