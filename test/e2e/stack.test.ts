import { cpSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import t from 'tap'
import { ringPath } from '../../src/lib/io/ring-path.ts'
import { damageJournal, replaceJournal } from '../kit/broken-journals.ts'
import { pidsOf, recordsIn, serviceUp, shell, stackDir, trade } from '../kit/cli.ts'
import { needsTool } from '../kit/tools.ts'
import { until } from '../kit/until.ts'

const SERVICES = ['sim', 'md', 'exec', 'risk', 'acct', 'strat']
const dir = stackDir(t)
const place = ['--dir', dir]

/** The keys of each type of record, sorted. */
const shapesOf = (records: ReadonlyArray<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(records.map((record) => [String(record.type), Object.keys(record).sort().join(' ')]))

t.test('up starts everything and comes back when all are ready', async (t) => {
  t.match(await trade(['up', '--bg', '--wait', '60s', ...place], { withinMs: 120_000 }), {
    code: 0,
    stdout: '',
    stderr: /^started, supervisor pid \d+; next: trade status$/m,
  })
})

t.test('status lists every daemon', async (t) => {
  const { code, stdout } = await trade(['status', ...place])
  t.equal(code, 0)
  const rows = recordsIn(stdout)
  t.strictSame(
    rows.map(({ svc }) => svc),
    SERVICES,
  )
  for (const row of rows) t.match(row, { v: 1, type: 'status', ready: true, state: String, pid: Number, uptimeMs: Number, lagMs: Number, restarts: 0 })
})

t.test('status is a table on a terminal', needsTool('script'), async (t) => {
  const { stdout } = await shell(`script -qec "'$TRADE' status --dir ${dir}" /dev/null`)
  const [head = '', ...rows] = stdout.replaceAll('\r', '').trimEnd().split('\n')
  t.match(head, /^SVC +STATE +READY +PID +UPTIME +LAG +RESTARTS +NOTE$/)
  t.strictSame(
    rows.map((row) => row.split(' ')[0]),
    SERVICES,
  )
  for (const row of rows) t.match(row, /^\w+ +\w+ +yes +\d+ +\d+s +\d+ms +0/)
})

t.test('md attaches to the one that runs and ends with its reader', needsTool('jq'), async (t) => {
  const ring = statSync(ringPath(join(dir, 'run'))).ino
  const { code, stdout, stderr, tookMs } = await shell(`trade md --symbol BTCUSDT --dir ${dir} | head -3 | jq -c .`)
  t.equal(code, 0)
  t.equal(recordsIn(stdout).length, 3)
  t.match(stderr, new RegExp(`^attached to md, pid ${(await serviceUp(dir, 'md')).pid}\n$`))
  t.equal(statSync(ringPath(join(dir, 'run'))).ino, ring, 'the ring is that of the first md')
  t.ok(tookMs < 5_000, `took ${tookMs} ms`)
})

t.test('the records are the same with -v and -vv, attached and alone, and nothing else is on stdout', async (t) => {
  const alone = stackDir(t)
  const calls = [
    ['-v', ...place],
    ['-vv', ...place],
    ['--dir', alone],
  ]
  const shapes: Array<Record<string, string>> = []
  for (const args of calls) {
    const { code, stdout } = await trade(['md', '--symbol', 'BTCUSDT', '--limit', '150', '--for', '20s', ...args])
    t.equal(code, 0)
    shapes.push(shapesOf(recordsIn(stdout)))
  }
  const [attached = {}, , daemon = {}] = shapes
  for (const type of ['orderbook', 'trade', 'ticker']) {
    t.ok(attached[type], `has seen '${type}'`)
    t.equal(attached[type], daemon[type])
    t.equal(attached[type], shapes[1]?.[type])
  }
})

t.test('an unknown symbol ends with 2 and names the nearest, stdout empty', async (t) => {
  t.match(await trade(['md', '--symbol', 'BTCUSD', ...place]), { code: 2, stdout: '', stderr: /UNKNOWN_SYMBOL.*\n.*BTCUSDT/ })
})

t.test('what runs already ends with 10 and names its holder', async (t) => {
  for (const service of ['exec', 'risk', 'strat']) {
    const { pid } = await serviceUp(dir, service)
    t.match(await trade([service, ...place]), {
      code: 10,
      stdout: '',
      stderr: new RegExp(`'${service}' already runs in this profile: ${service}, pid ${pid} `),
    })
  }
  t.match(await trade(['md', '--daemon', ...place]), { code: 10, stdout: '', stderr: /'md' already runs in this profile: md, pid \d+ / })
  t.match(await trade(['up', '--bg', ...place]), { code: 10, stdout: '', stderr: /the stack of this profile runs already/ })
  t.match(await trade(['up', ...place]), { code: 10, stdout: '', stderr: /the stack of this profile: '.*' is held by up, pid \d+/ })
})

t.test('tail shows one topic up to its limit, for one symbol or all', async (t) => {
  const topics: ReadonlyArray<readonly [string, string]> = [
    ['exec.events', 'exec.events'],
    ['market_data.BTCUSDT.ticker', 'market_data.BTCUSDT.ticker'],
    ['market_data.*.orderbook', 'market_data.BTCUSDT.orderbook'],
    ['md.health', 'md.health'],
  ]
  for (const [asked, topic] of topics) {
    const { code, stdout, stderr } = await trade(['tail', asked, '--limit', '2', '--for', '20s', ...place])
    t.match({ code, stderr }, { code: 0, stderr: '' })
    t.strictSame(
      recordsIn(stdout).map((record) => record.topic),
      [topic, topic],
    )
  }
})

t.test('a daemon that dies is restarted and status counts it', async (t) => {
  const { pid } = await serviceUp(dir, 'acct')
  process.kill(pid, 'SIGKILL')
  const row = await until(
    'acct is ready again',
    async () => {
      const rows = recordsIn((await trade(['status', ...place])).stdout)
      return rows.find(({ svc, ready, restarts }) => svc === 'acct' && ready === true && restarts === 1)
    },
    { withinMs: 60_000 },
  )
  t.match(row, { lastEnd: 'killed by SIGKILL' })
})

t.test('down stops everything in order, and the run proves itself', async (t) => {
  t.match(await trade(['down', ...place], { withinMs: 90_000 }), { code: 0, stdout: '' })
  t.strictSame(pidsOf(dir), [])
  t.equal((await trade(['status', ...place])).code, 3)
  const { code, stdout } = await trade(['verify', dir])
  t.equal(code, 0)
  t.match(JSON.parse(stdout), { verify: 'ok', violations: [], counts: Object })
})

t.test('verify ends with 8 when the truth was another', async (t) => {
  const truth = join(dir, 'other-truth.ndjson')
  const lines = readFileSync(join(dir, 'data/sim/truth.ndjson'), 'utf8').split('\n')
  const at = lines.findIndex((line) => line.includes('"type":"accept"'))
  t.ok(at >= 0)
  writeFileSync(truth, lines.filter((_, index) => index !== at).join('\n'))
  const { code, stdout } = await trade(['verify', dir, '--truth', truth])
  t.equal(code, 8)
  t.match(JSON.parse(stdout), { verify: 'failed', violations: [{ id: /^O\d$/, what: String, where: String }] })
})

t.test('verify ends with 65 at damaged files and with 78 at a foreign one', async (t) => {
  const copy = stackDir(t)
  cpSync(join(dir, 'data'), join(copy, 'data'), { recursive: true })
  const journal = join(copy, 'data/exec/journal')
  damageJournal(journal)
  t.match(await trade(['verify', copy]), { code: 65, stdout: '', stderr: /\(JOURNAL_DAMAGED\)/ })
  replaceJournal(journal)
  t.match(await trade(['verify', copy]), { code: 78, stdout: '', stderr: /\(JOURNAL_FOREIGN\)/ })
})
