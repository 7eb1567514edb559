import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { shell, stackDir } from '../../kit/cli.ts'
import { needsData } from '../../kit/data.ts'
import { firstMinute, RECORDING } from '../../kit/recording.ts'
import { runningMd } from '../../kit/running-md.ts'

const FULL = 'error: cannot write to standard output: no space is left (OUTPUT)\n'
const TRADE_RECORD = '{"type":"trade","symbol":"A","price":"1","qty":"1","side":"buy","eventUs":1}'

const endsFull = async (t: Test, line: string): Promise<void> => {
  const { code, stderr } = await shell(`${line} > /dev/full`)
  t.equal(code, 75, line)
  t.equal(stderr.split(FULL).length, 2, `${line}: ${stderr}`)
  t.notMatch(stderr, /^ +at /m, line)
}

t.test('what stands alone ends with 75 and one line when its output is full', async (t) => {
  const dir = stackDir(t)
  for (const line of ['--help', 'md --help', `status --dir ${dir}`, 'world --minutes 2 --hash']) await endsFull(t, `trade ${line}`)
  await endsFull(t, `yes '${TRADE_RECORD}' | trade md bars --spec 1t -`)
})

t.test('so do those that read a recording', needsData(RECORDING), async (t) => {
  const file = join(mkdtempSync(join(tmpdir(), 'trade-full-')), 'minute')
  writeFileSync(file, firstMinute().join('\n'))
  await endsFull(t, `trade replay ${file}`)
  await endsFull(t, `trade replay ${file} --limit 1`)
  await endsFull(t, `trade md verify --replay ${file}`)
})

t.test('so do readers of a running md and of its simulator', async (t) => {
  const { dir } = await runningMd(t)
  const verbs = ['md', 'md --on-slow block', 'md symbols', 'md health', 'md top', 'md resync BTCUSDT', "tail 'market_data.*.trades'", 'record --for 20s']
  for (const verb of verbs) await endsFull(t, `trade ${verb} --dir ${dir}`)
})

t.test('so does an md of its own', async (t) => {
  await endsFull(t, `trade md --dir ${stackDir(t)}`)
})

t.test('a closed output takes nothing either, and is no matter to what prints nothing', async (t) => {
  const dir = stackDir(t)
  t.match(await shell(`trade status --dir ${dir} >&-`), { code: 75, stderr: 'error: cannot write to standard output: it is closed (OUTPUT)\n' })
  t.match(await shell(`trade down --dir ${dir} >&-`), { code: 3, stderr: /^(?!.*OUTPUT)/s })
})

t.test('a reader that has gone is no error, and ends a filter', async (t) => {
  const { stdout, stderr } = await shell(`(yes '${TRADE_RECORD}' || true) | trade md bars --spec 1t - | head -1`)
  t.match(stdout, /^\{"v":1,"type":"bar".*\}\n$/)
  t.equal(stderr, '')
})
