import t from 'tap'
import { simDefaults, usdmDefaults } from '../../../src/daemons/sim/config.ts'
import { QUIET_MARKET, SIM_KEY, SimDesk, type SimDeskOptions } from '../../kit/sim-desk.ts'

const BOTH = ['BTCUSDT', 'ETHUSDT']
const OTHER_ACCOUNT = { accounts: [{ name: 'other', apiKey: SIM_KEY, balances: { USDT: '1000' } }] }

/** A run that traded where the next one may not be able to. */
const ranOn = (path: string, symbol: string): SimDesk => {
  const desk = new SimDesk({ config: { symbols: BOTH, usdm: { ...usdmDefaults, symbols: BOTH } } })
  desk.advance(1_000_000)
  desk.signed('POST', path, { symbol, side: 'BUY', type: 'MARKET', quantity: '0.1' })
  return desk
}

const CASES: ReadonlyArray<readonly [title: string, path: string, symbol: string, next: SimDeskOptions, words: RegExp]> = [
  ['a spot market', '/api/v3/order', 'ETHUSDT', {}, /market 'ETHUSDT', .*--symbols .*--dir/],
  ['a contract', '/fapi/v1/order', 'ETHUSDT', { config: { usdm: { ...usdmDefaults, symbols: ['BTCUSDT'] } } }, /contract 'ETHUSDT', .*--usdm .*--dir/],
  ['every contract', '/fapi/v1/order', 'BTCUSDT', {}, /contract 'BTCUSDT', /],
  ['an account', '/api/v3/order', 'BTCUSDT', { config: OTHER_ACCOUNT }, /account 'main', .*--account, .*--dir/],
  ['a futures account', '/fapi/v1/order', 'BTCUSDT', { config: { ...OTHER_ACCOUNT, usdm: { ...usdmDefaults, symbols: BOTH } } }, /account 'main', /],
  ['a market that the recording has not', '/api/v3/order', 'ETHUSDT', { lines: QUIET_MARKET, config: { autostart: true } }, /market 'ETHUSDT', /],
]

for (const [title, path, symbol, next, words] of CASES) {
  t.test(`a restart without ${title} of the earlier run ends with one line that names the mend`, async (t) => {
    const before = ranOn(path, symbol)
    const after = new SimDesk({ ...next, recovered: before.truth, startUs: before.nowUs })
    after.advance(1_000_000)
    t.match(
      after.outs.filter(({ type }) => type === 'failed'),
      [{ exit: 78, message: words }],
    )
    t.notOk(after.health().ready)
    t.strictSame(after.records('accept'), [])
  })
}

t.test('a restart may leave out what nobody traded on', async (t) => {
  const before = ranOn('/api/v3/order', 'BTCUSDT')
  const after = new SimDesk({ recovered: before.truth, startUs: before.nowUs })
  t.ok(after.health().ready)
  const more = [...simDefaults.accounts, ...OTHER_ACCOUNT.accounts.map((account) => ({ ...account, apiKey: 'another' }))]
  const wider = new SimDesk({ config: { symbols: BOTH, accounts: more }, recovered: before.truth, startUs: before.nowUs })
  t.ok(wider.health().ready)
})
