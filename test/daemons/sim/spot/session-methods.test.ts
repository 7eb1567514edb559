import { generateKeyPairSync, sign } from 'node:crypto'
import t from 'tap'
import { SESSION_METHODS } from '../../../../src/daemons/sim/spot/session-methods.ts'
import { verifySignature } from '../../../../src/lib/io/signature-check.ts'
import { type Json, QUIET_MARKET, SIM_KEY, SimDesk } from '../../../kit/sim-desk.ts'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')

t.test('a connection that has logged on signs no more', async (t) => {
  const desk = new SimDesk({ lines: QUIET_MARKET, config: { autostart: true } })
  desk.advance(100_000)
  Object.assign(desk.venue.gate, {
    publicKeys: { [SIM_KEY]: { kind: 'ed25519', pem: publicKey.export({ type: 'spki', format: 'pem' }) } },
    verify: verifySignature,
  })
  const socket = desk.open('/ws-api/v3')
  const ask = (method: string, params: Readonly<Record<string, unknown>> = {}): Json => {
    desk.say(socket, { id: 1, method, params })
    return desk.take(socket).at(-1) ?? {}
  }
  t.match(ask('userDataStream.subscribe'), { status: 401, error: { code: -2015 } })
  const payload = `apiKey=${SIM_KEY}&timestamp=${desk.nowMs}`
  const signature = sign(null, new TextEncoder().encode(payload), privateKey).toString('base64')
  t.match(ask('session.logon', { apiKey: SIM_KEY, timestamp: desk.nowMs, signature: 'AAAA' }), { status: 400, error: { code: -1022 } })
  t.match(ask('session.logon', { apiKey: SIM_KEY, timestamp: desk.nowMs, signature }), { status: 200, result: { apiKey: SIM_KEY } })
  t.match(ask('userDataStream.subscribe'), { result: { subscriptionId: 0 } })
  t.match(ask('session.subscriptions'), { result: [{ subscriptionId: 0 }] })
  t.match(ask('account.status', { timestamp: desk.nowMs }), { status: 200, result: { accountType: 'SPOT' } })
  t.match(ask('session.status'), { result: { apiKey: SIM_KEY, userDataStream: true } })
  t.match(ask('session.logout'), { result: { apiKey: null, userDataStream: false } })
  t.match(ask('account.status', { timestamp: desk.nowMs }), { status: 401, error: { code: -2014 } })
})

t.test('only a pair of keys can log on', async (t) => {
  const desk = new SimDesk()
  const socket = desk.watch()
  t.match(desk.take(socket), [{ result: { subscriptionId: 0 } }])
  t.ok(SESSION_METHODS['session.logon'])
  const frame = JSON.stringify({ id: 2, method: 'session.logon', params: { apiKey: SIM_KEY, timestamp: 1, signature: '00' } })
  desk.say(socket, frame)
  t.match(desk.take(socket), [{ status: 400, error: { code: -1021 } }])
})
