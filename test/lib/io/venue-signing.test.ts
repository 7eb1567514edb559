import t from 'tap'
import { hmacSha256Hex } from '../../../src/lib/io/signer.ts'
import { frameText, signRequest } from '../../../src/lib/io/venue-signing.ts'

const secret = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j'
const apiKey = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A'
const signer = { apiKey, sign: (payload: string) => hmacSha256Hex(secret, payload) }

t.test('appends the signature of the encoded query, and sends the key as a header', (t) => {
  const params = [
    ['symbol', '１２３４５６'],
    ['side', 'BUY'],
    ['type', 'LIMIT'],
    ['timeInForce', 'GTC'],
    ['quantity', 1],
    ['price', '0.1'],
    ['recvWindow', 5000],
    ['timestamp', 1499827319559],
  ] as const
  const query = `symbol=${encodeURIComponent('１２３４５６')}&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559`
  t.strictSame(signRequest({ method: 'POST', path: '/api/v3/order', params, security: 'signed' }, signer), {
    target: `/api/v3/order?${query}&signature=e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3`,
    headers: { 'X-MBX-APIKEY': apiKey },
  })
  t.end()
})

t.test('leaves a public request as it is', (t) => {
  t.strictSame(signRequest({ method: 'GET', path: '/api/v3/depth', params: [['symbol', 'BTCUSDT']], security: 'none' }, signer), {
    target: '/api/v3/depth?symbol=BTCUSDT',
    headers: {},
  })
  t.strictSame(signRequest({ method: 'GET', path: '/api/v3/time', params: [], security: 'none' }, undefined), { target: '/api/v3/time', headers: {} })
  t.end()
})

t.test('signs the sorted params of a frame with the key among them', (t) => {
  const params = {
    symbol: 'BTCUSDT',
    side: 'SELL',
    type: 'LIMIT',
    timeInForce: 'GTC',
    quantity: '0.01000000',
    price: '52000.00',
    recvWindow: 100,
    timestamp: 1645423376532,
  }
  const text = frameText({ id: 7, method: 'order.place', params, sign: true }, signer)
  t.strictSame(JSON.parse(text), {
    id: 7,
    method: 'order.place',
    params: { ...params, apiKey, signature: 'aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24' },
  })
  t.equal(frameText({ id: 8, method: 'ping', params: {}, sign: false }, undefined), '{"id":8,"method":"ping","params":{}}')
  t.end()
})

t.test('takes signing without a key for a bug', (t) => {
  t.throws(() => signRequest({ method: 'GET', path: '/api/v3/account', params: [], security: 'signed' }, undefined), { name: 'BugError' })
  t.throws(() => frameText({ id: 1, method: 'order.place', params: {}, sign: true }, undefined), { name: 'BugError' })
  t.end()
})

t.test('percent-encodes a signature that is no plain hex', (t) => {
  const odd = { apiKey, sign: () => 'a+b/c=' }
  t.match(signRequest({ method: 'GET', path: '/x', params: [], security: 'signed' }, odd), { target: '/x?signature=a%2Bb%2Fc%3D' })
  t.end()
})

t.test('a call that needs the key alone gets no signature', (t) => {
  const call = { method: 'PUT', path: '/fapi/v1/listenKey', params: [], security: 'key' } as const
  t.strictSame(signRequest(call, signer), { target: '/fapi/v1/listenKey', headers: { 'X-MBX-APIKEY': apiKey } })
  t.throws(() => signRequest(call, undefined), { name: 'BugError' })
  t.end()
})
