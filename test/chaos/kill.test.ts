import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { allReady, killAndWait, namedKills } from '../kit/live-stack.ts'
import { trade } from '../kit/program.ts'
import { until } from '../kit/until.ts'

const READY_WITHIN_MS = 30_000

t.setTimeout(180_000)

t.test('a chain whose exec and md are killed goes on trading, and its run is proven', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'trade-chaos-'))
  t.teardown(() => rmSync(dir, { recursive: true, force: true }))
  const up = await trade('up', '--dir', dir, '--seed', '5', '--bg')
  t.equal(up.code, 0, up.errors)
  try {
    await allReady(dir, READY_WITHIN_MS)
    await until('an order has reached the venue', () => readFileSync(join(dir, 'data/sim/truth.ndjson'), 'utf8').includes('"type":"accept"'), {
      withinMs: READY_WITHIN_MS,
    })
    for (const service of ['exec', 'md'] as const) {
      const killed = await killAndWait(dir, service, READY_WITHIN_MS)
      t.same(killed.lost, [], `nobody else dies with '${service}'`)
      t.same(namedKills(dir).at(-1), service, 'the log names the signal')
    }
  } finally {
    const down = await trade('down', '--dir', dir)
    t.equal(down.code, 0, down.errors)
  }
  const verdict = await trade('verify', dir, '--json')
  t.equal(verdict.code, 0, verdict.out + verdict.errors)
  t.match(JSON.parse(verdict.out), { verify: 'ok', violations: [] })
})
