import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import t from 'tap'
import { recordsIn, shell, trade } from '../kit/cli.ts'
import { dataFile, needsData } from '../kit/data.ts'
import { firstMinute, RECORDING } from '../kit/recording.ts'

const folder = mkdtempSync(join(tmpdir(), 'trade-replay-'))

t.test('reads zstd and standard input alike, and shows a part of the time', needsData(RECORDING), async (t) => {
  const text = firstMinute().join('\n')
  const file = join(folder, 'minute.zst')
  writeFileSync(file, zstdCompressSync(text))
  const [whole, piped] = await Promise.all([trade(['replay', file]), shell(`zcat ${dataFile(RECORDING)} | head -7300 | trade replay -`)])
  t.match(whole, { code: 0 })
  t.equal(whole.stdout, piped.stdout)
  const part = recordsIn((await trade(['replay', file, '--from', '10s', '--to', '12s'])).stdout)
  const times = part.map(({ ts }) => Number(ts))
  t.ok(part.length > 10 && Math.max(...times) - Math.min(...times) <= 2_000)
  t.equal(recordsIn((await trade(['replay', file, '--limit', '5'])).stdout).length, 5)
})

t.test('refuses a part beside the recording, and says of an empty file that it is empty', needsData(RECORDING), async (t) => {
  const file = join(folder, 'minute')
  writeFileSync(file, firstMinute().join('\n'))
  t.match(await trade(['replay', file, '--from', '1h']), {
    code: 2,
    stdout: '',
    stderr: /is after the end of the recording .*\n.*the recording lasts \d+\.\ds/,
  })
  t.match(await trade(['replay', file, '--from', '30s', '--to', '10s']), { code: 2, stderr: /'--to' '10s' is before '--from' '30s'/ })
  t.match(await trade(['replay', file, '--to', '500ms']), { code: 0, stderr: '' }, 'a part before the snapshot is no damage')
  const empty = join(folder, 'empty')
  writeFileSync(empty, '')
  t.match(await trade(['replay', empty]), { code: 65, stderr: `error: recording '${empty}' is empty (RECORDING_EMPTY)\n` })
})

t.test('ends with 0 when its reader has gone, with 65 at damage, with 2 at a speed that is none', needsData(RECORDING), async (t) => {
  t.match(await shell(`trade replay ${dataFile(RECORDING)} | head -3`), { code: 0, stderr: '' })
  const torn = join(folder, 'torn')
  writeFileSync(torn, firstMinute().with(200, 'x').join('\n'))
  const damaged = await trade(['replay', torn])
  t.match(damaged, { code: 65, stderr: new RegExp(`'${torn}' is damaged at line 201: `) })
  const good = join(folder, 'good')
  writeFileSync(good, firstMinute().slice(0, 200).join('\n'))
  t.equal(damaged.stdout, (await trade(['replay', good, '--to', '1h'])).stdout, 'the records before the damage are printed')
  t.ok(damaged.stdout.length > 1_000)
  t.match(await trade(['replay', join(folder, 'none')]), { code: 65 })
  t.match(await trade(['replay', torn, '--speed', '0']), { code: 2 })
})
