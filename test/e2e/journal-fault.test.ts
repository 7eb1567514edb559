import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import t from 'tap'
import { payloadOf } from '../../src/lib/daemon/recorder.ts'
import { readJournal } from '../../src/lib/io/journal-reader.ts'
import { recordsIn, serviceUp, stackDir, start, trade } from '../kit/cli.ts'
import { needsTool } from '../kit/tools.ts'
import { until } from '../kit/until.ts'

const WAIT = { withinMs: 60_000, everyMs: 100 }

interface Truth {
  readonly type: string
  readonly clientOrderId: string
  readonly qty: string
}

/** Client order ids of what the venue accepted, and of what is still open there. */
const venueOf = (dir: string): { readonly accepted: string[]; readonly open: string[] } => {
  const records = recordsIn(readFileSync(join(dir, 'data/sim/truth.ndjson'), 'utf8').replace(/[^\n]*$/, '')) as unknown as Truth[]
  const accepts = records.filter(({ type }) => type === 'accept')
  const canceled = new Set(records.filter(({ type }) => type === 'cancel').map(({ clientOrderId }) => clientOrderId))
  const leftOf = ({ clientOrderId, qty }: Truth): number =>
    records.reduce((left, record) => (record.type === 'fill' && record.clientOrderId === clientOrderId ? left - Number(record.qty) : left), Number(qty))
  return {
    accepted: accepts.map(({ clientOrderId }) => clientOrderId),
    open: accepts.filter((accept) => !canceled.has(accept.clientOrderId) && leftOf(accept) > 1e-9).map(({ clientOrderId }) => clientOrderId),
  }
}

const sentIn = (dir: string): Set<unknown> =>
  new Set(
    readJournal(join(dir, 'data/exec/journal'))
      .frames.filter(({ type }) => type === 'SEND')
      .map((frame) => (payloadOf(frame) as { readonly clientOrderId: string }).clientOrderId),
  )

t.test('exec whose journal cannot grow cancels what is open, sends nothing that is not journalled, and ends with 75', needsTool('prlimit'), async (t) => {
  const dir = stackDir(t)
  const place = ['--dir', dir]
  start(t, ['sim', ...place])
  await serviceUp(dir, 'sim')
  for (const daemon of ['md', 'risk']) start(t, [daemon, ...place])
  const exec = start(t, ['exec', ...place])
  const { pid } = await serviceUp(dir, 'exec')
  start(t, ['strat', ...place])
  await until('an order rests at the venue', () => venueOf(dir).open.length > 0, WAIT)
  const [segment] = recordsIn((await trade(['journal', 'ls', '--svc', 'exec', ...place])).stdout)
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${Number(segment?.usedBytes) + 20_000}`])
  const { code, stderr } = await exec.said
  t.equal(code, 75)
  t.match(stderr, /"reason":"cannot write the journal: EFBIG[^"]*"[^\n]*"msg":"nothing can be journalled, open orders are canceled"/)
  t.match(stderr, /"exit":75,"msg":"cannot write the journal: EFBIG/)
  const { accepted, open } = venueOf(dir)
  t.strictSame(open, [], 'nothing rests at the venue')
  const sent = sentIn(dir)
  t.strictSame(
    accepted.filter((id) => !sent.has(id)),
    [],
    'what the venue accepted is in the journal',
  )
  t.match(await trade(['journal', 'verify', '--svc', 'exec', ...place]), { code: /^[08]$/ })
  const again = start(t, ['exec', ...place])
  await until('exec runs again', async () => (await serviceUp(dir, 'exec')).pid !== pid, WAIT)
  process.kill((await serviceUp(dir, 'exec')).pid, 'SIGTERM')
  t.equal((await again.said).code, 0)
})
