import t from 'tap'
import { trade } from '../kit/cli.ts'

t.test('gives the same hash for the same seed', async (t) => {
  const runs = await Promise.all([1, 2].map(() => trade(['world', '--seed', '3', '--minutes', '2', '--hash'])))
  for (const { code, stdout } of runs) t.match({ code, stdout }, { code: 0, stdout: /^[0-9a-f]{64}\n$/ })
  t.equal(runs[0]?.stdout, runs[1]?.stdout)
})

t.test('ends with 8 and names the promise that a planted bug breaks', async (t) => {
  const { code, stdout, stderr } = await trade(['world', '--seed', '42', '--minutes', '2', '--plant', 'no-fill-dedup'])
  t.equal(code, 8)
  t.match(JSON.parse(stdout), { seed: 42, minutes: 2, violations: [{ id: 'O5' }] })
  t.match(stderr, /^O5 .*\(seed 42\)$/m)
})

t.test('ends with 2 at an unknown plant, naming the known', async (t) => {
  t.match(await trade(['world', '--plant', 'no-fil-dedup']), {
    code: 2,
    stdout: '',
    stderr: /unknown plant 'no-fil-dedup' \(USAGE\)\ntry: known: no-fill-dedup/,
  })
})
