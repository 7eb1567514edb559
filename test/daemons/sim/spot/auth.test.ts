import t from 'tap'
import { authenticate } from '../../../../src/daemons/sim/spot/auth.ts'
import { parseParams, signedPayload } from '../../../../src/daemons/sim/spot/params.ts'
import { openAccount } from '../../../../src/daemons/sim/trading/accounts.ts'
import { hmac, SIM_SECRET } from '../../../kit/sim-desk.ts'

const account = openAccount('main', 'key', {})
const gate = { accountsByKey: new Map([['key', account]]), secrets: { key: SIM_SECRET }, hmac }
const NOW_MS = 1_499_827_319_559

const call = (query: string, options: { apiKey?: string; nowMs?: number } = {}) =>
  authenticate(gate, { apiKey: options.apiKey ?? 'key', params: parseParams(query, ''), payload: signedPayload(query, ''), nowMs: options.nowMs ?? NOW_MS })

const signed = (payload: string): string => `${payload}&signature=${hmac(SIM_SECRET, payload)}`

t.test('accepts the published example of the venue', async (t) => {
  const payload = 'symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559'
  t.equal(call(`${payload}&signature=c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71`), account)
  t.equal(call(`${payload}&signature=C8DB56825AE71D6D79447849E617115F4A920FA2ACDCAB2B053C4B2838BD6B71`), account)
})

t.test('refuses keys that are missing or unknown, and signatures that are missing or wrong', async (t) => {
  const query = signed(`timestamp=${NOW_MS}`)
  t.throws(() => call(query, { apiKey: '' }), { status: 401, code: -2014 })
  t.throws(() => call(query, { apiKey: 'other' }), { status: 401, code: -2015 })
  t.throws(() => call(`timestamp=${NOW_MS}`), { code: -1102, message: /'signature'/ })
  t.throws(() => call(`timestamp=${NOW_MS}&signature=00`), { code: -1022 })
})

t.test('accepts a time from 1 s ahead down to the window, in ms and in us', async (t) => {
  t.equal(call(signed(`timestamp=${NOW_MS + 999}`)), account)
  t.equal(call(signed(`timestamp=${NOW_MS - 5_000}`)), account)
  t.equal(call(signed(`timestamp=${NOW_MS * 1_000}`)), account)
  t.throws(() => call(signed(`timestamp=${NOW_MS + 1_000}`)), { code: -1021, message: /ahead of the server's time/ })
  t.throws(() => call(signed(`timestamp=${NOW_MS - 5_001}`)), { code: -1021, message: /outside of the recvWindow/ })
  t.throws(() => call(signed(`timestamp=${NOW_MS - 11}&recvWindow=10`)), { code: -1021 })
  t.throws(() => call(signed(`timestamp=${NOW_MS}&recvWindow=60001`)), { code: -1131 })
  t.throws(() => call(signed('timestamp=now')), { code: -1100 })
  t.throws(() => call(signed('recvWindow=1')), { code: -1102 })
})
