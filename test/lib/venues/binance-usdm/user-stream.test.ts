import t from 'tap'
import { listenKey, readStream } from '../../../../src/lib/venues/binance-usdm/user-stream.ts'

const ORDER = {
  s: 'BTCUSDT',
  c: 'T10maker-00001-0000001n',
  S: 'BUY',
  o: 'LIMIT',
  f: 'GTC',
  q: '0.02',
  p: '50000',
  x: 'TRADE',
  X: 'PARTIALLY_FILLED',
  i: 12,
  l: '0.01',
}
const TRADE = { z: '0.01', L: '50000', N: 'USDT', n: '0.1', T: 1_700_000_000_000, t: 77, m: true }
const update = (over: object = {}) => ({ e: 'ORDER_TRADE_UPDATE', E: 1, T: 1, o: { ...ORDER, ...TRADE, ...over } })
const read = (frame: unknown) => readStream(JSON.stringify(frame))

t.test('changes and fills of orders, bare or wrapped', async (t) => {
  const fill = { tradeId: '77', price: '50000', qty: '0.01', fee: '0.1', feeAsset: 'USDT', liquidity: 'maker' }
  t.match(read(update()), { kind: 'order', report: { status: 'PARTIAL', cumQty: '0.01', venueOrderId: '12' }, fill })
  t.match(read({ stream: 'key', data: update() }), { kind: 'order', fill })
  t.match(read(update({ x: 'NEW', X: 'NEW', l: '0', L: '0', t: 0 })), { kind: 'order', report: { status: 'WORKING' }, fill: null })
  t.match(read(update({ x: 'CALCULATED', c: 'autoclose-1' })), { report: { clientOrderId: 'autoclose-1' }, fill: { tradeId: '77' } }, 'a liquidation is a fill')
  t.match(read(update({ n: undefined, N: undefined })), { fill: { fee: '0', feeAsset: '' } }, 'no commission is no fee')
})

t.test('wallets, ends and what is of no interest', async (t) => {
  t.match(read({ e: 'ACCOUNT_UPDATE', a: { m: 'ORDER', B: [{ a: 'USDT', wb: '99.50', cw: '99.50', bc: '0' }], P: [] } }), {
    kind: 'balances',
    balances: [{ asset: 'USDT', free: '99.5', locked: '0' }],
  })
  t.match(read({ e: 'listenKeyExpired', E: 1, listenKey: 'k' }), { kind: 'ended', reason: 'listenKeyExpired' })
  for (const e of ['TRADE_LITE', 'MARGIN_CALL', 'constructor']) t.match(read({ e }), { kind: 'ignored' })
  t.match(read({ result: null, id: 1 }), { kind: 'ignored' })
})

t.test('what cannot be read is malformed', async (t) => {
  for (const frame of [[], update({ i: 'x' }), update({ X: 'NEVER' }), { e: 'ACCOUNT_UPDATE' }, { stream: 'key', data: 1 }])
    t.equal(read(frame).kind, 'malformed')
  t.equal(readStream('{').kind, 'malformed')
})

t.test('a listen key is made and kept with the key alone', async (t) => {
  t.match(
    [listenKey.open(), listenKey.keep()],
    [
      { method: 'POST', path: '/fapi/v1/listenKey', security: 'key', params: [] },
      { method: 'PUT', path: '/fapi/v1/listenKey', security: 'key' },
    ],
  )
  const result = { ok: true, status: 200, headers: {}, body: '{"listenKey":"a/b"}', sentMonoUs: 1 } as const
  t.strictSame(listenKey.readKey(result), { kind: 'found', value: 'a/b' })
  t.match(listenKey.readKey({ ...result, status: 400, body: '{"code":-1125,"msg":"This listenKey does not exist."}' }), { kind: 'rejected' })
  t.equal(listenKey.path('a/b'), '/private/ws?listenKey=a%2Fb')
})
