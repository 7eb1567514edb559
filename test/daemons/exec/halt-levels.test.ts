import t from 'tap'
import { LEVELS, rank } from '../../../src/daemons/exec/halt-levels.ts'

t.test('levels rank from none to highest', async (t) => {
  t.same(LEVELS.map(rank), [0, 1, 2, 3, 4])
})
