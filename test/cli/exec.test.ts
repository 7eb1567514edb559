import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { damageJournal, replaceJournal, writeJournal } from '../kit/broken-journals.ts'
import { type Said, stackDir, trade } from '../kit/cli.ts'

const keyFile = (dir: string, mode: number): string => {
  const path = join(dir, 'key.json')
  writeFileSync(path, '{"apiKey":"sim-key","secret":"sim-secret"}\n', { mode })
  return path
}

/** exec with a venue that does not exist: whatever ends it, it happened before it asked there. */
const execIn = (dir: string, mode = 0o600): Promise<Said> =>
  trade(['exec', '--dir', dir, '--endpoint', 'http://127.0.0.1:1', '--key-file', keyFile(dir, mode)], { withinMs: 30_000 })

/** exec on a journal that `breaks` was done to. */
const execOn = async (t: Test, breaks: (folder: string) => void): Promise<Said> => {
  const dir = stackDir(t)
  breaks(await writeJournal(dir, 'exec'))
  return execIn(dir)
}

t.test('ends with 65 at a damaged journal, naming the file', async (t) => {
  t.match(await execOn(t, damageJournal), { code: 65, stdout: '', stderr: /00000001\.trj.*\(JOURNAL_DAMAGED\)/ })
})

t.test('ends with 78 at a file that is no journal, naming what was seen and expected', async (t) => {
  t.match(await execOn(t, replaceJournal), { code: 78, stdout: '', stderr: /00000001\.trj.*\(JOURNAL_FOREIGN\)/ })
})

t.test('ends with 3 when no simulator runs and no venue is named', async (t) => {
  t.match(await trade(['exec', '--dir', stackDir(t)]), { code: 3, stdout: '', stderr: /\(SIM_NOT_RUNNING\)\ntry: trade sim/ })
})

t.test('ends with 4 when others can read the credentials', async (t) => {
  t.match(await execIn(stackDir(t), 0o644), { code: 4, stdout: '', stderr: /key\.json/ })
})
