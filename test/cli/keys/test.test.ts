import t from 'tap'
import { serviceUp, shell, stackDir, start, trade } from '../../kit/cli.ts'

t.test('a key that the venue knows shows its assets, another one is refused', async (t) => {
  const dir = stackDir(t)
  start(t, ['sim', '--dir', dir])
  await serviceUp(dir, 'sim')
  t.match(await trade(['keys', 'test', '--dir', dir]), { code: 0, stdout: /"type":"key.tested","name":"sim".*"USDT"/ })
  await shell(`printf 'sim-key\\nwrong\\n' | trade keys add other --dir ${dir}`)
  t.match(await trade(['keys', 'test', 'other', '--dir', dir]), { code: 4, stdout: '', stderr: /KEY_REFUSED/ })
})

t.test('ends with 4 without a key, with 3 without a venue', async (t) => {
  const dir = stackDir(t)
  t.match(await trade(['keys', 'test', 'none', '--dir', dir]), { code: 4 })
  await shell(`printf 'k\\ns\\n' | trade keys add k --dir ${dir}`)
  t.match(await trade(['keys', 'test', 'k', '--dir', dir]), { code: 3 })
})
