import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { ringPath } from '../../src/lib/io/ring-path.ts'
import { findPlaces, preparePlaces } from '../../src/lib/io/run-directory.ts'
import { stackDir, trade } from '../kit/cli.ts'

t.test('ends with 2 at an unknown strategy or a parameter that is none, naming what is known', async (t) => {
  const dir = stackDir(t)
  t.match(await trade(['strat', '--dir', dir, '--strategy', 'makr']), { code: 2, stdout: '', stderr: /makr.*\n?.*maker/s })
  t.match(await trade(['strat', '--dir', dir, '--param', 'requoteTicks']), { code: 2, stdout: '', stderr: /name=value/ })
})

t.test('ends with 78 at a file in place of the ring, naming what was seen and expected', async (t) => {
  const dir = stackDir(t)
  const places = findPlaces({ dir })
  preparePlaces(places)
  writeFileSync(ringPath(places.run), 'no ring '.repeat(4_096), { mode: 0o600 })
  t.match(await trade(['strat', '--dir', join(dir)], { withinMs: 30_000 }), { code: 78, stdout: '', stderr: /seen.*expected/ })
})
