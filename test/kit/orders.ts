import type { Order } from '../../src/lib/contracts/exec.ts'

/** An order that rests at the venue. */
export const order: Order = {
  clientOrderId: 'T1000cli-00001-0000001n',
  intentId: 'i1',
  strategyId: 'cli',
  symbol: 'BTCUSDT',
  side: 'buy',
  type: 'limit',
  tif: 'gtc',
  qty: '1',
  price: '100',
  postOnly: false,
  reduceOnly: false,
  status: 'WORKING',
  pending: 'none',
  venueOrderId: '7',
  filledQty: '0',
  filledQuote: '0',
  settled: false,
  reason: '',
  flags: [],
  createdUs: 1_800_000_000_000_000,
  updatedUs: 1_800_000_000_001_000,
}
