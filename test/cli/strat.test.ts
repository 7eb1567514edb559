import { readFileSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { createRingFile } from '../../src/lib/io/ring-file.ts'
import { ringPath } from '../../src/lib/io/ring-path.ts'
import { findPlaces, preparePlaces } from '../../src/lib/io/run-directory.ts'
import { at, layout } from '../../src/lib/ring/layout.ts'
import { stackDir, trade } from '../kit/cli.ts'

t.test('ends with 2 at an unknown strategy or a parameter that is none, naming what is known', async (t) => {
  const dir = stackDir(t)
  t.match(await trade(['strat', '--dir', dir, '--strategy', 'makr']), { code: 2, stdout: '', stderr: /makr.*\n?.*maker/s })
  t.match(await trade(['strat', '--dir', dir, '--param', 'requoteTicks']), { code: 2, stdout: '', stderr: /name=value/ })
})

const ringIn = (dir: string): string => {
  const places = findPlaces({ dir })
  preparePlaces(places)
  return ringPath(places.run)
}

t.test('ends with 78 at a file in place of the ring, naming what was seen and expected', async (t) => {
  const dir = stackDir(t)
  writeFileSync(ringIn(dir), 'no ring '.repeat(4_096), { mode: 0o600 })
  t.match(await trade(['strat', '--dir', dir], { withinMs: 30_000 }), { code: 78, stdout: '', stderr: /seen.*expected/ })
})

t.test('ends with 78 at a ring of another version, naming both', async (t) => {
  const dir = stackDir(t)
  const path = ringIn(dir)
  createRingFile(path, { createdUs: 1 }).close()
  const bytes = readFileSync(path)
  bytes.writeUInt32LE(layout.version + 1, at.version)
  writeFileSync(path, bytes)
  t.match(await trade(['strat', '--dir', dir], { withinMs: 30_000 }), {
    code: 78,
    stdout: '',
    stderr: /version 0x00000002 seen, 0x00000001 expected.*\(RING_FOREIGN\)/,
  })
})
