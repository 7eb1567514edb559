import t from 'tap'
import { SOCKET_SCOPES, strikesOf } from '../../../../src/daemons/sim/faults/strikes.ts'
import { prng } from '../../../../src/lib/base/prng.ts'

t.test('spreads cuts and silences over the span, each for its sockets', async (t) => {
  const strikes = strikesOf({ 'disconnect-api': 2, 'half-open-streams': 3, disconnect: 1, span: 1_000 }, prng(1), 5_000)
  t.strictSame(strikes.map(({ scope, isSilent }) => `${scope} ${isSilent}`).sort(), ['all false', 'api false', 'api false', ...Array(3).fill('streams true')])
  t.ok(strikes.every(({ atUs }) => atUs >= 5_000 && atUs <= 1_005_000))
  t.strictSame(
    strikes,
    [...strikes].sort((a, b) => a.atUs - b.atUs),
  )
  t.strictSame(strikesOf({}, prng(1), 0), [])
  t.ok(SOCKET_SCOPES.includes('user'))
})
