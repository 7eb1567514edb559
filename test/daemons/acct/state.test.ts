import t from 'tap'
import { openState } from '../../../src/daemons/acct/state.ts'

t.test('a new account is empty, closed and shown to nobody', async (t) => {
  const state = openState({ quoteAsset: 'USDT', markStaleMs: 5_000 })
  t.match(state, { phase: 'starting', shown: false, execSeq: 0 })
  t.strictSame([state.books.opened, state.books.totals.size, state.books.ledgers.size], [false, 0, 0])
})
