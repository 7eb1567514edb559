import t from 'tap'
import { Refusal, refusals } from '../../../../src/daemons/sim/spot/refusal.ts'

t.test('carries status, code and text of the venue', async (t) => {
  const cases = [refusals.symbol(), refusals.filter('LOT_SIZE'), refusals.key(), refusals.unknownOrder(), refusals.noPath('GET', '/x')]
  t.strictSame(
    cases.map(({ status, code, message }) => [status, code, message]),
    [
      [400, -1121, 'Invalid symbol.'],
      [400, -1013, 'Filter failure: LOT_SIZE'],
      [401, -2015, 'Invalid API-key, IP, or permissions for action.'],
      [400, -2011, 'Unknown order sent.'],
      [404, -5000, 'Path /x, Method GET is invalid'],
    ],
  )
  t.strictSame(new Refusal(429, -1003, { text: 'x', headers: { 'retry-after': '1' } }).headers, { 'retry-after': '1' })
})
