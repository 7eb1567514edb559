import type { Fill, Order, OrderChanged, OrderFilled, Reconciled } from '../../src/lib/contracts/exec.ts'
import type { StreamEvent } from '../../src/lib/contracts/stream.ts'

const INSTRUMENT: Reconciled['instruments'][number] = {
  symbol: 'BTCUSDT',
  venue: 'sim',
  baseAsset: 'BTC',
  quoteAsset: 'USDT',
  status: 'trading',
  tickSize: '0.01',
  lotSize: '0.00001',
  minPrice: '0.01',
  maxPrice: '1000000',
  minQty: '0.00001',
  maxQty: '9000',
  minNotional: '5',
  maxNotional: '9000000',
}

/** A writer of exec's stream: every event gets the next sequence. */
export interface ExecStream {
  readonly events: StreamEvent[]
  reconciled(balances: Record<string, string>, opening: boolean): StreamEvent
  filled(fill: Partial<Fill>): StreamEvent
  changed(order: Partial<Order>, cause?: string): StreamEvent
}

const FILL: Fill = {
  clientOrderId: 'c1',
  strategyId: 'maker',
  symbol: 'BTCUSDT',
  venueOrderId: '1',
  tradeId: '1',
  side: 'buy',
  price: '60000',
  qty: '0.001',
  fee: '0',
  feeAsset: 'USDT',
  baseAsset: 'BTC',
  quoteAsset: 'USDT',
  liquidity: 'maker',
  eventUs: 1,
}

const ORDER: Order = {
  clientOrderId: 'c1',
  intentId: 'i1',
  strategyId: 'maker',
  symbol: 'BTCUSDT',
  side: 'buy',
  type: 'limitMaker',
  tif: 'gtc',
  qty: '0.001',
  price: '60000',
  postOnly: true,
  reduceOnly: false,
  status: 'SENT',
  pending: 'none',
  venueOrderId: null,
  filledQty: '0',
  filledQuote: '0',
  settled: false,
  reason: '',
  flags: [],
  createdUs: 1,
  updatedUs: 1,
}

export const execStream = (): ExecStream => {
  const events: StreamEvent[] = []
  const append = (type: string, bodyOf: (execSeq: number) => OrderFilled | OrderChanged | Reconciled): StreamEvent => {
    const seq = events.length + 1
    const event: StreamEvent = { seq, type, tsUs: seq, correlationId: `e-${seq}`, body: bodyOf(seq) }
    events.push(event)
    return event
  }
  return {
    events,
    reconciled: (balances, opening) =>
      append('exec.reconciled', (execSeq) => ({
        execSeq,
        opening,
        openOrders: 0,
        instruments: [INSTRUMENT],
        balances: Object.entries(balances).map(([asset, free]) => ({ asset, free, locked: '0' })),
      })),
    filled: (fill) => append('order.filled', (execSeq) => ({ execSeq, fill: { ...FILL, ...fill } })),
    changed: (order, cause = 'ack') => append('order.changed', (execSeq) => ({ execSeq, cause, order: { ...ORDER, ...order } })),
  }
}
