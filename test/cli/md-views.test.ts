import t from 'tap'
import { recordsIn, serviceUp, shell, stackDir, start, trade } from '../kit/cli.ts'

t.test('the verbs of md show a running one', async (t) => {
  const dir = stackDir(t)
  start(t, ['md', '--daemon', '--dir', dir])
  await serviceUp(dir, 'md')
  const ask = async (...args: string[]): Promise<Array<Record<string, unknown>>> => {
    const { code, stdout, stderr } = await trade(['md', ...args, '--dir', dir])
    t.equal(code, 0, `${args.join(' ')}: ${stderr}`)
    return recordsIn(stdout)
  }
  const [first, second] = await ask('book', '--depth', '2', '--limit', '2', '--every', '200ms')
  t.match(first, { type: 'orderbook', symbol: 'BTCUSDT', bids: [Array, Array], asks: [Array, Array] })
  t.ok(Number(second?.['ts']) - Number(first?.['ts']) >= 199)
  t.match(await ask('top', '--limit', '1'), [{ type: 'ticker', bid: String }])
  t.match(await ask('trades', '--limit', '2'), [{ type: 'trade' }, { type: 'trade' }])
  t.match(await ask('bars', '--spec', '2t', '--limit', '1'), [{ type: 'bar', spec: '2t', trades: 2 }])
  t.match(await ask('symbols', 'btc'), [{ type: 'instrument', symbol: 'BTCUSDT', tickSize: '0.01' }])
  t.match(await ask('resync', 'BTCUSDT'), [{ type: 'md.resync', symbol: 'BTCUSDT', state: 'stale' }])
  await ask('book', '--limit', '3')
  t.match(await ask('health'), [{ type: 'md.health', books: [{ symbol: 'BTCUSDT', resyncs: 1, gaps: 0 }] }])
  const piped = await shell(`trade md trades --dir ${dir} --limit 4 | trade md bars --spec 3t -`)
  t.match(recordsIn(piped.stdout), [{ trades: 3 }, { trades: 1 }])
  t.match(await trade(['md', 'resync', 'NONE', '--dir', dir]), { code: 2, stdout: '' })
})

t.test('a slow reader gets gap records that equal the holes in the sequence', async (t) => {
  const dir = stackDir(t)
  start(t, ['md', '--daemon', '--dir', dir])
  await serviceUp(dir, 'md')
  const { stdout } = await shell(`trade md --symbol BTCUSDT --for 14s --dir ${dir} | (sleep 10; cat)`, { withinMs: 60_000 })
  const records = recordsIn(stdout)
  const gaps = records.flatMap((record, at) => (record['type'] === 'gap' ? [at] : []))
  t.ok(gaps.length > 0, `${records.length} records, ${gaps.length} gaps`)
  for (const at of gaps) {
    const { topic, dropped } = records[at] ?? {}
    const sameTopic = (record: Record<string, unknown>): boolean => record['topic'] === topic && record['type'] !== 'gap'
    const before = records.slice(0, at).findLast(sameTopic)
    const after = records.slice(at).find(sameTopic)
    t.equal(dropped, Number(after?.['seq']) - Number(before?.['seq']) - 1, String(topic))
  }
})

t.test('end with 3 when no md runs, and with 65 or 2 at what cannot be a bar', async (t) => {
  const dir = stackDir(t)
  for (const verb of ['book', 'trades', 'top', 'bars', 'symbols', 'health']) t.match(await trade(['md', verb, '--dir', dir]), { code: 3, stdout: '' }, verb)
  t.match(await shell('echo x | trade md bars -'), { code: 65, stderr: /damaged at line 1/ })
  t.match(await shell(`echo '{"type":"trade"}' | trade md bars -`), { code: 65, stderr: /line 1: a trade lacks/ })
  t.match(await trade(['md', 'bars', '--spec', '1x', '-']), { code: 2, stderr: /is no bar/ })
})
