import { join } from 'node:path'
import t from 'tap'
import { recordsIn, serviceUp, shell, stackDir, start, trade } from '../kit/cli.ts'

t.test('records a venue so that it replays and verifies', async (t) => {
  const dir = stackDir(t)
  start(t, ['sim', '--dir', dir])
  await serviceUp(dir, 'sim')
  const file = join(dir, 'day.zst')
  t.match(await trade(['record', '--dir', dir, '--for', '4s', '--out', file, '--zstd']), { code: 0, stdout: '', stderr: '' })
  const verified = await trade(['md', 'verify', '--replay', file, '--json'])
  t.match(JSON.parse(verified.stdout), { verify: 'ok', gaps: 0, mismatches: 0, wrongWhileValid: 0 })
  const { stdout } = await shell(`trade record --dir ${dir} --for 3s | trade replay - | head -5`)
  t.equal(recordsIn(stdout).length, 5)
  t.match(await trade(['record', '--dir', dir, '--for', '2s', '--out', file]), {
    code: 75,
    stderr: /cannot write recording '.*': it exists, and is never overwritten/,
  })
  const unknown = await trade(['record', '--dir', dir, '--for', '2s', '--symbol', 'BTCUSDT,NOPE'])
  t.match(unknown, { code: 2, stdout: '', stderr: /^error: the venue has no 'NOPE' \(UNKNOWN_SYMBOL\)\n/ })
})

t.test('begins each of its files so that it replays alone', async (t) => {
  const dir = stackDir(t)
  start(t, ['sim', '--dir', dir])
  await serviceUp(dir, 'sim')
  const file = join(dir, 'day')
  t.match(await trade(['record', '--dir', dir, '--for', '16s', '--out', file, '--rotate', '11s']), { code: 0, stdout: '', stderr: '' })
  const { code, stdout } = await trade(['replay', `${file}.1`])
  t.equal(code, 0)
  t.ok(recordsIn(stdout).some(({ type, state }) => type === 'orderbook' && state === 'valid'))
})

t.test('ends with 3 when there is no simulator and no address', async (t) => {
  t.match(await trade(['record', '--dir', stackDir(t)]), { code: 3, stdout: '' })
})
