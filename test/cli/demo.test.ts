import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { pidsOf, recordsIn, type Said, stackDir, trade } from '../kit/cli.ts'
import { needsData } from '../kit/data.ts'
import { firstMinute, RECORDING, touched } from '../kit/recording.ts'

const quantiles = { p50: Number, p99: Number }

const SUMMARY = {
  book: { symbols: 1, diffs: Number, gaps: 0, resyncs: 0, crossed: 0, checks: Number, mismatches: 0 },
  orders: { intents: Number, sent: Number, denied: Number, rejected: Number, canceled: Number, unknown: 0 },
  fills: Number,
  volume: /^\d+(\.\d+)?$/,
  position: /^-?\d+(\.\d+)?$/,
  realized: /^-?\d+(\.\d+)?$/,
  unrealized: /^-?\d+(\.\d+)?$/,
  fees: /^\d+(\.\d+)?$/,
  equity: /^\d+(\.\d+)?$/,
  latencyUs: { tickToOrder: quantiles, riskCheck: quantiles, ringHop: quantiles },
  verify: 'ok',
  durationMs: Number,
}

/** Names of all fields, those of objects with a path. */
const fieldsOf = (value: object, path = ''): string[] =>
  Object.entries(value).flatMap(([name, inner]) =>
    typeof inner === 'object' && inner !== null && !(inner instanceof RegExp) ? fieldsOf(inner as object, `${path}${name}.`) : [`${path}${name}`],
  )

/** A recorded demo of what `change` makes of the first minute. */
const play = async (dir: string, change: (lines: readonly string[]) => readonly string[]): Promise<Said> => {
  const path = join(dir, 'recording')
  writeFileSync(path, `${change(firstMinute()).join('\n')}\n`)
  return trade(['demo', '--dir', join(dir, 'run'), '--recording', path, '--speed', '20', '--json'], { withinMs: 100_000 })
}

t.test('prints what happens as NDJSON and one summary at the end, proves itself and leaves nothing', async (t) => {
  const dir = stackDir(t)
  const temporary = join(dir, 't')
  mkdirSync(temporary)
  const { code, stdout, stderr } = await trade(['demo', '--for', '5s', '--json'], { env: { TMPDIR: temporary } })
  t.match({ code, stderr }, { code: 0, stderr: '' })
  const records = recordsIn(stdout)
  const summary = records.pop() ?? {}
  t.match(summary, SUMMARY)
  t.strictSame(fieldsOf(summary), fieldsOf(SUMMARY))
  t.ok(records.length > 3)
  for (const record of records) t.match(record, { v: 1, type: 'demo.state', src: 'demo' })
  t.strictSame(readdirSync(temporary), [])
})

t.test('ends with 65 and the line at a damaged recording, whatever runs already', needsData(RECORDING), async (t) => {
  const dir = stackDir(t)
  const { code, stdout, stderr } = await play(dir, (lines) => lines.with(899, 'not a record'))
  t.match(JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? ''), { error: { exit: 65, message: /recording '.*recording' is damaged at line 900: / } })
  t.equal(code, 65)
  for (const record of recordsIn(stdout)) t.match(record, { type: 'demo.state' })
  t.strictSame(pidsOf(join(dir, 'run')), [])
})

t.test('ends with 8 when one best quantity of the recording is another', needsData(RECORDING), async (t) => {
  const dir = stackDir(t)
  const { code, stdout } = await play(dir, touched)
  t.equal(code, 8)
  const { book } = recordsIn(stdout).at(-1) as { book: Record<string, number> }
  t.match(book, { mismatches: 1 })
  t.ok(Number(book.checks) > 50)
  t.match(JSON.parse(readFileSync(join(dir, 'run', 'summary.json'), 'utf8')), { book })
})

t.test('ends with 65 at a missing recording and with 2 at a duration that is none', async (t) => {
  t.match(await trade(['demo', '--recording', '/none.gz']), {
    code: 65,
    stdout: '',
    stderr: "error: recording '/none.gz' does not exist (RECORDING_MISSING)\n",
  })
  t.match(await trade(['demo', '--for', 'long']), { code: 2, stdout: '', stderr: /'--for' long is no duration/ })
})
