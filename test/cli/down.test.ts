import t from 'tap'
import { stackDir, trade } from '../kit/cli.ts'

t.test('ends with 3 when no stack runs', async (t) => {
  t.match(await trade(['down', '--dir', stackDir(t)]), { code: 3, stdout: '', stderr: 'error: no stack of this profile runs (NOT_RUNNING)\ntry: trade up\n' })
})
