import t from 'tap'
import { openingAccounts } from '../../../src/lib/cli/sim-balances.ts'

const account = { name: 'a', apiKey: 'k', secret: 's' }

t.test('opens accounts with the amounts that were given, else with those of the default', async (t) => {
  t.strictSame(openingAccounts([account, { ...account, name: 'b' }], ['b:USDT=5.5,BNB=1']), [
    { name: 'a', apiKey: 'k', balances: { USDT: '100000', BTC: '2' } },
    { name: 'b', apiKey: 'k', balances: { USDT: '5.5', BNB: '1' } },
  ])
  t.match(openingAccounts([{ ...account, balances: { ETH: '7' } }], []), [{ balances: { ETH: '7' } }])
})

t.test('refuses what is no amount, and an account that does not exist, with exit code 2', async (t) => {
  for (const text of ['a', 'a:', 'a:USDT', 'a:USDT=-1', 'a:usdt=1', 'c:USDT=1'])
    t.throws(() => openingAccounts([account], [text]), { code: 'USAGE', exit: 2 }, text)
})
