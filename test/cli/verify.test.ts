import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { stackDir, trade } from '../kit/cli.ts'

t.test('ends with 2 at a folder that holds no run', async (t) => {
  const dir = stackDir(t)
  t.match(await trade(['verify', dir]), { code: 2, stdout: '', stderr: /is no directory of a run.*\(NO_RUN\)\ntry: trade demo --dir/ })
  t.match(await trade(['verify', join(dir, 'none')]), { code: 2, stdout: '', stderr: /\(NO_RUN\)/ })
  t.match(await trade(['verify']), { code: 2, stdout: '', stderr: /missing 1 required arg: dir/ })
})

t.test('ends with 8 at a run in which nothing happened: nothing was proved', async (t) => {
  const dir = stackDir(t)
  mkdirSync(join(dir, 'data', 'sim'), { recursive: true })
  const { code, stdout } = await trade(['verify', dir])
  t.equal(code, 8)
  const { verify, violations } = JSON.parse(stdout) as { verify: string; violations: Array<{ id: string; what: string }> }
  t.equal(verify, 'failed')
  t.match(
    violations.filter(({ id }) => id === 'EMPTY').map(({ what }) => what),
    ['no sends to check', 'no checkpoints to check', 'no frames to check'],
  )
})

t.test('ends with 65 at a damaged truth log, naming the line', async (t) => {
  const dir = stackDir(t)
  mkdirSync(join(dir, 'data', 'sim'), { recursive: true })
  writeFileSync(join(dir, 'data', 'sim', 'truth.ndjson'), '{"type":"account"}\n{"type":\n{"type":"account"}\n')
  t.match(await trade(['verify', dir]), { code: 65, stdout: '', stderr: /truth\.ndjson' line 2: .*\(DATA_DAMAGED\)/ })
})
