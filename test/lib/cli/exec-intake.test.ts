import { PassThrough } from 'node:stream'
import t from 'tap'
import { takeIntents } from '../../../src/lib/cli/exec-intake.ts'
import { findPlaces } from '../../../src/lib/io/run-directory.ts'
import { stackDir } from '../../kit/cli.ts'

t.test('exec goes on when standard input ends or is damaged', async (t) => {
  const said: string[] = []
  const log = { write: (_level: string, message: string) => void said.push(message) }
  for (const text of ['', 'nonsense\n']) {
    const input = new PassThrough()
    input.end(text)
    let looks = 0
    await takeIntents({ places: findPlaces({ dir: stackDir(t) }), log }, () => ++looks > 2, input)
    t.equal(looks, 3)
  }
  t.same(said, ['standard input has ended, exec goes on', 'standard input is not read any more, exec goes on'])
})
