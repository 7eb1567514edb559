import t from 'tap'
import { askMd } from '../../../src/lib/cli/md-view.ts'
import { findPlaces } from '../../../src/lib/io/run-directory.ts'
import { stackDir } from '../../kit/cli.ts'

t.test('says that no md runs, and how to start one', async (t) => {
  await t.rejects(askMd(findPlaces({ dir: stackDir(t) }), 'md.instruments', {}), { exit: 3, code: 'NOT_RUNNING', hint: /trade md/ })
})
