import t from 'tap'
import { intentKey, termsKey, venueKey } from '../../../src/daemons/exec/keys.ts'

t.test('keys keep apart what differs', async (t) => {
  t.not(venueKey('A', '1'), venueKey('A1', ''))
  t.not(intentKey('a', 'b'), intentKey('ab', ''))
  const base = { strategyId: 's', symbol: 'A', side: 'buy', type: 'limit', price: '1', qty: '2' } as const
  t.not(termsKey(base), termsKey({ ...base, price: null }))
})
