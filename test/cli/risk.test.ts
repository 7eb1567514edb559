import t from 'tap'
import { damageJournal, writeJournal } from '../kit/broken-journals.ts'
import { pidsOf, serviceUp, stackDir, start, trade } from '../kit/cli.ts'

t.test('runs once in a profile, naming who holds it, and stops at SIGTERM with 0', async (t) => {
  const dir = stackDir(t)
  const risk = start(t, ['risk', '--dir', dir])
  const { pid } = await serviceUp(dir, 'risk')
  t.match(await trade(['risk', '--dir', dir]), { code: 10, stdout: '', stderr: new RegExp(`'risk' already runs in this profile: risk, pid ${pid} `) })
  t.match(await risk.stop(), { code: 0, stdout: '' })
  t.strictSame(pidsOf(dir), [])
})

t.test('ends with 65 at a damaged journal', async (t) => {
  const dir = stackDir(t)
  damageJournal(await writeJournal(dir, 'risk'))
  t.match(await trade(['risk', '--dir', dir]), { code: 65, stdout: '', stderr: /\(JOURNAL_DAMAGED\)/ })
})
