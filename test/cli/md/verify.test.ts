import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { trade } from '../../kit/cli.ts'
import { dataFile, needsData } from '../../kit/data.ts'
import { firstMinute, RECORDING, touched } from '../../kit/recording.ts'

const folder = mkdtempSync(join(tmpdir(), 'trade-md-verify-'))
const write = (name: string, lines: readonly string[]): string => {
  const path = join(folder, name)
  writeFileSync(path, lines.join('\n'))
  return path
}

t.test('prints one object and ends with 0 for a right recording, with 8 for a falsified one', needsData(RECORDING), async (t) => {
  const right = await trade(['md', 'verify', '--replay', write('right', firstMinute()), '--json'])
  t.match(right, { code: 0, stderr: '' })
  t.match(JSON.parse(right.stdout), { verify: 'ok', venue: 'binance', gaps: 0, mismatches: 0, wrongWhileValid: 0 })
  const wrong = await trade(['md', 'verify', '--replay', write('wrong', touched(firstMinute()))])
  t.equal(wrong.code, 8)
  t.match(JSON.parse(wrong.stdout), { verify: 'failed' })
})

t.test('proves recorded books of Kraken by every checksum', needsData('KRAKEN.ws.50.0.gz'), async (t) => {
  const { code, stdout } = await trade(['md', 'verify', '--replay', dataFile('KRAKEN.ws.50.0.gz'), '--json'])
  t.equal(code, 0)
  t.match(JSON.parse(stdout), { venue: 'kraken', symbols: 10, checks: 4_269, mismatches: 0, garbled: 0, stalePeriods: 0 })
})

t.test('books of Kraken that lose changes or their connection begin again with a whole book', needsData('KRAKEN.ws.50.0.gz'), async (t) => {
  const faults = 'drop:1%,dup:5%,swap:5%,garble:1%,disconnect:4,half-open:1'
  const { code, stdout } = await trade(['md', 'verify', '--replay', dataFile('KRAKEN.ws.50.0.gz'), '--fault', faults, '--seed', '3', '--json'])
  t.equal(code, 0)
  const report = JSON.parse(stdout)
  t.match(report, { verify: 'ok', mismatches: 0, wrongWhileValid: 0, unhealed: 0, unreported: 0, hurriedSnapshots: 0 })
  t.ok(report.gaps > 20 && report.stalePeriods > 40 && report.reconnects > 0 && report.resyncs >= report.stalePeriods, 'faults struck')
  t.ok(report.compared > 1_000)
})

t.test('ends with 65 and names file and line of damage', needsData(RECORDING), async (t) => {
  const { code, stdout, stderr } = await trade(['md', 'verify', '--replay', write('torn', firstMinute().slice(0, 30).with(9, '{'))])
  t.match({ code, stdout }, { code: 65, stdout: '' })
  t.match(stderr, /^error: recording '\/.*\/torn' is damaged at line 10: /)
})

t.test('a venue that is not the one of the recording is a mistake of the flag', needsData(RECORDING), async (t) => {
  const minute = write('minute', firstMinute())
  const { code, stderr } = await trade(['md', 'verify', '--replay', minute, '--venue', 'kraken'])
  t.match({ code, stderr }, { code: 2, stderr: /^error: '--venue' 'kraken' is not the venue of recording '.*minute': its frames are of 'binance' \(USAGE\)/ })
  t.match(await trade(['md', 'verify', '--replay', write('foreign', ['nothing'])]), { code: 65, stderr: /'.*foreign' has no frame of a known venue/ })
})

t.test('refuses faults that it does not know or cannot play', async (t) => {
  for (const [fault, message] of [
    ['drpo:1%', /'drop' is/],
    ['user-drop:1%', /no fault of a replay/],
  ] as const) {
    const { code, stderr } = await trade(['md', 'verify', '--replay', 'x', '--fault', fault])
    t.equal(code, 2)
    t.match(stderr, message)
  }
})
