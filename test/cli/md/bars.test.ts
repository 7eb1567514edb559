import t from 'tap'
import { recordsIn, shell, stackDir, trade } from '../../kit/cli.ts'
import { askNobody, runningMd } from '../../kit/running-md.ts'

t.test('makes bars of a running md, and of trades on standard input', async (t) => {
  const { ask, dir } = await runningMd(t)
  t.match(await ask('bars', '--spec', '2t', '--limit', '1'), [{ type: 'bar', spec: '2t', trades: 2 }])
  const piped = await shell(`trade md trades --dir ${dir} --limit 4 | trade md bars --spec 3t -`)
  t.match(recordsIn(piped.stdout), [{ trades: 3 }, { trades: 1 }])
})

t.test('follows the bars that a running md publishes', async (t) => {
  const { ask } = await runningMd(t, '--bars', '1s')
  t.match(await ask('bars', '--spec', '1s', '--limit', '2'), [{ type: 'bar', src: 'md', topic: 'market_data.BTCUSDT.bars.1s', spec: '1s', seq: Number }, {}])
})

t.test('shows the bars and best prices that an md has stored, when it is gone', async (t) => {
  const dir = stackDir(t)
  const made = await trade(['md', '--dir', dir, '--bars', '5t', '--channel', 'bar:5t', '--limit', '3'])
  t.equal(made.code, 0)
  const { code, stdout } = await trade(['md', 'bars', '--dir', dir, '--spec', '5t', '--from', '1h', '--limit', '3'])
  t.equal(code, 0)
  const fields = ['openUs', 'closeUs', 'open', 'close', 'value', 'trades']
  const shown = (text: string) => recordsIn(text).map((record) => fields.map((field) => record[field]))
  t.strictSame(shown(stdout), shown(made.stdout))
  t.match(recordsIn((await trade(['md', 'top', '--dir', dir, '--from', '1h'])).stdout)[0], { type: 'top', symbol: 'BTCUSDT', bid: String, askQty: String })
  const none = await trade(['md', 'bars', '--dir', dir, '--symbol', 'ETHUSDT', '--from', '1h'])
  t.match(none, { code: 0, stdout: '', stderr: "nothing is stored of 'ETHUSDT' in this time\n" })
})

t.test('ends with 65 or 2 at what cannot be a bar', async (t) => {
  t.match(await shell('echo x | trade md bars -'), { code: 65, stderr: /damaged at line 1/ })
  t.match(await shell(`echo '{"type":"trade"}' | trade md bars -`), { code: 65, stderr: /line 1: a trade lacks/ })
  t.match(await trade(['md', 'bars', '--spec', '1x', '-']), { code: 2, stderr: /is no bar/ })
})

t.test('ends with 3 when no md runs', async (t) => {
  t.match(await askNobody(t, 'bars'), { code: 3, stdout: '', stderr: /no 'md' runs in this profile/ })
})
