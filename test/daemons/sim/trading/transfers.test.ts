import t from 'tap'
import { openAccount } from '../../../../src/daemons/sim/trading/accounts.ts'
import { applyTransfer, TRANSFER_KINDS, transfer } from '../../../../src/daemons/sim/trading/transfers.ts'
import { formatMoney, toMoney } from '../../../../src/lib/base/money.ts'
import { QUIET_MARKET, SimDesk } from '../../../kit/sim-desk.ts'

const act = (desk: SimDesk, fields: Readonly<Record<string, string>>) =>
  desk.raw({ method: 'POST', path: '/sim/act', body: JSON.stringify({ account: 'main', asset: 'USDT', ...fields }), key: '' })

t.test('moves free and locked amounts', async (t) => {
  const account = openAccount('main', 'key', { USDT: '10' })
  const amount = toMoney('4')
  const shown = TRANSFER_KINDS.map((kind) => {
    applyTransfer(account, { kind, asset: 'USDT', amount })
    const { free, locked } = account.balances.get('USDT') ?? { free: amount, locked: amount }
    return `${kind} ${formatMoney(free)} ${formatMoney(locked)}`
  })
  t.strictSame(shown, ['deposit 14 0', 'withdraw 10 0', 'lock 6 4', 'unlock 10 0'])
})

t.test('tells the user and the truth log, and a restart knows it', async (t) => {
  const desk = new SimDesk({ lines: QUIET_MARKET, config: { autostart: true } })
  desk.advance(100_000)
  const user = desk.watch()
  desk.take(user)
  t.match(act(desk, { act: 'deposit', amount: '0.5' }), { status: 200, body: { kind: 'deposit', amount: '0.5' } })
  act(desk, { act: 'withdraw', amount: '100' })
  act(desk, { act: 'lock', amount: '20', asset: 'BNB' })
  act(desk, { act: 'deposit', amount: '30', asset: 'BNB' })
  act(desk, { act: 'lock', amount: '20', asset: 'BNB' })
  const events = desk.take(user).map(({ event }) => event)
  t.match(events, [
    { e: 'balanceUpdate', a: 'USDT', d: '0.50000000', T: Number },
    { e: 'outboundAccountPosition', B: [{ a: 'USDT', f: '100000.50000000', l: '0.00000000' }] },
    { e: 'balanceUpdate', a: 'USDT', d: '-100.00000000' },
    { e: 'outboundAccountPosition' },
    { e: 'balanceUpdate', a: 'BNB' },
    { e: 'outboundAccountPosition' },
    { e: 'externalLockUpdate', a: 'BNB', d: '20.00000000' },
    { e: 'outboundAccountPosition', B: [{ a: 'BNB', f: '10.00000000', l: '20.00000000' }] },
  ])
  t.equal(desk.records('transfer').length, 4)
  t.match(desk.records('account').at(-1), { balances: [{ asset: 'USDT', free: '99900.5' }, { asset: 'BTC' }, { asset: 'BNB', free: '10', locked: '20' }] })
  const balances = (one: SimDesk) => one.signed('GET', '/api/v3/account').body['balances']
  const again = new SimDesk({ lines: QUIET_MARKET, config: { autostart: true }, recovered: desk.truth })
  again.advance(100_000)
  t.strictSame(balances(again), balances(desk))
})

t.test('refuses more than there is, and what it does not know', async (t) => {
  const desk = new SimDesk({ lines: QUIET_MARKET, config: { autostart: true } })
  desk.advance(100_000)
  desk.signed('POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.5', price: '99.00' })
  for (const fields of [
    { act: 'withdraw', amount: '100000' },
    { act: 'lock', amount: '100000' },
    { act: 'unlock', amount: '1' },
  ])
    t.match(act(desk, fields), { status: 400, body: { error: /is more than there is to / } })
  t.match(act(desk, { act: 'deposit', amount: '0' }), { status: 400, body: { error: "'amount' 0 is no amount" } })
  t.match(act(desk, { act: 'deposit', amount: '1', asset: 'u' }), { status: 400 })
  t.match(act(desk, { act: 'deposit', amount: '1', account: 'none' }), { status: 400, body: { error: "'account' none is none of main" } })
  const turn = { nowUs: desk.nowUs, emit: () => undefined } as never
  t.match(transfer(desk.venue, { account: 'main', kind: 'deposit', asset: 'USDT', amount: 'x' }, turn), { ok: false })
})
