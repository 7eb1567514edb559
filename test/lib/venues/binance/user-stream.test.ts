import fc from 'fast-check'
import t from 'tap'
import { readStream } from '../../../../src/lib/venues/binance/user-stream.ts'

const report = {
  e: 'executionReport',
  E: 1499405658658,
  s: 'BTCUSDT',
  c: 'mUvoqJxFIILMdfAW5iGSOW',
  S: 'BUY',
  o: 'LIMIT',
  f: 'GTC',
  q: '1.00000000',
  p: '0.10264410',
  P: '0.00000000',
  F: '0.00000000',
  g: -1,
  C: '',
  x: 'NEW',
  X: 'NEW',
  r: 'NONE',
  i: 4293153,
  l: '0.00000000',
  z: '0.00000000',
  L: '0.00000000',
  n: '0',
  N: null,
  T: 1499405658657,
  t: -1,
  I: 8641984,
  w: true,
  m: false,
  O: 1499405658657,
  Z: '0.00000000',
  Y: '0.00000000',
  Q: '0.00000000',
  V: 'NONE',
}
const told = (over: object = {}): string => JSON.stringify({ subscriptionId: 0, event: { ...report, ...over } })

t.test('a report is read, wrapped or bare', async (t) => {
  const expected = {
    kind: 'order',
    fill: null,
    report: {
      symbol: 'BTCUSDT',
      clientOrderId: report.c,
      venueOrderId: '4293153',
      status: 'WORKING',
      cumQty: '0',
      venueMs: report.T,
      price: '0.1026441',
      qty: '1',
      reason: '',
    },
  }
  t.match(readStream(told()), expected)
  t.match(readStream(JSON.stringify(report)), expected)
})

t.test('a trade carries its fill', async (t) => {
  t.match(readStream(told({ x: 'TRADE', X: 'FILLED', l: '1.0', z: '1.0', L: '0.1', n: '0.001', N: 'BTC', t: 77, m: true })), {
    report: { status: 'FILLED', cumQty: '1' },
    fill: { tradeId: '77', side: 'buy', price: '0.1', qty: '1', fee: '0.001', feeAsset: 'BTC', liquidity: 'maker', venueMs: report.T },
  })
  t.match(readStream(told({ x: 'TRADE', X: 'FILLED', l: '1.0', z: '1.0', L: '0.1', t: 77 })), { fill: { fee: '0', feeAsset: '' } })
})

t.test('a cancel names the order that it canceled', async (t) => {
  t.match(readStream(told({ x: 'CANCELED', X: 'CANCELED', c: 'cancel-1', C: 'order-1' })), { report: { clientOrderId: 'order-1', status: 'CANCELED' } })
})

t.test('a refusal keeps its reason', async (t) => {
  t.match(readStream(told({ x: 'REJECTED', X: 'REJECTED', r: 'WOULD_MATCH_IMMEDIATELY' })), {
    report: { status: 'REJECTED', reason: 'WOULD_MATCH_IMMEDIATELY' },
  })
})

t.test('balances, answers and ends are told apart', async (t) => {
  const balances = { e: 'outboundAccountPosition', E: 1, u: 2, B: [{ a: 'BTC', f: '1.0', l: '0.5' }] }
  t.same(readStream(JSON.stringify({ subscriptionId: 0, event: balances })), { kind: 'balances', balances: [{ asset: 'BTC', free: '1', locked: '0.5' }] })
  t.same(readStream('{"id":3,"status":200,"result":{"subscriptionId":0}}'), { kind: 'subscribed', id: 3 })
  t.same(readStream('{"id":3,"status":400,"error":{"code":-1021,"msg":"late"}}'), { kind: 'refused', id: 3, reason: '-1021 late' })
  t.same(readStream('{"id":null,"status":401,"error":{"code":-2015,"msg":"key"}}'), { kind: 'refused', id: -1, reason: '-2015 key' })
  t.match(readStream('{"event":{"e":"serverShutdown","E":1}}'), { kind: 'ended' })
  t.match(readStream('{"subscriptionId":0,"event":{"e":"eventStreamTerminated","E":1}}'), { kind: 'ended' })
  t.match(readStream('{"subscriptionId":0,"event":{"e":"balanceUpdate","E":1}}'), { kind: 'ignored' })
  t.match(readStream('{"e":"constructor"}'), { kind: 'ignored' })
})

t.test('no text makes it throw, and a damaged report is never half read', async (t) => {
  const keys = Object.keys(report) as (keyof typeof report)[]
  const damaged = fc.record({ key: fc.constantFrom(...keys), value: fc.jsonValue() }).map(({ key, value }) => told({ [key]: value }))
  const cut = fc.nat(told().length).map((length) => told().slice(0, length))
  let malformed = 0
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), damaged, cut), (text) => {
      const message = readStream(text)
      if (message.kind === 'malformed') malformed += 1
      if (message.kind !== 'order') return
      const { venueOrderId, cumQty, qty, venueMs } = message.report
      if (![cumQty, qty].every((amount) => /^\d+(\.\d+)?$/.test(amount))) throw new Error('no amount')
      if (!/^-?\d+$/.test(venueOrderId) || !Number.isSafeInteger(venueMs)) throw new Error('no number')
    }),
    { numRuns: 2_000, seed: 3 },
  )
  t.ok(malformed > 100)
})
