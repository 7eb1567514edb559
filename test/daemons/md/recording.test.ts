import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import t from 'tap'
import type { MdOut } from '../../../src/daemons/md/events.ts'
import { dataFile, needsData } from '../../kit/data.ts'
import { connectedBench } from '../../kit/md-core.ts'

const FILES = ['spot_btcusdt_20240808.gz', 'spot_btcusdt_20240809.gz']
const NS_DIGITS_BELOW_US = 3

const linesOf = (name: string): string[] =>
  gunzipSync(readFileSync(dataFile(name)))
    .toString()
    .trimEnd()
    .split('\n')

/** Plays the recordings into md as they came, in virtual time; the snapshot is the answer to md's request. */
const play = (lines: readonly string[]) => {
  const [first = ''] = lines
  const timeOf = (line: string): number => Number(line.slice(0, line.indexOf(' ') - NS_DIGITS_BELOW_US))
  const checkpoints: number[] = []
  const onOut = (out: MdOut): void => {
    if (out.type === 'checkpoint') checkpoints.push(out.u)
  }
  const bench = connectedBench({}, { startUs: timeOf(first), onOut })
  for (const line of lines) {
    bench.advance(timeOf(line) - bench.nowUs())
    const text = line.slice(line.indexOf(' ') + 1)
    if (text.startsWith('{"lastUpdateId"')) bench.answer(text)
    else bench.text(text)
  }
  return { bench, checkpoints }
}

t.test('follows 650 s of a real market without a gap and agrees with every best price of equal id', needsData(...FILES), async (t) => {
  const startMs = performance.now()
  const { bench, checkpoints } = play(FILES.flatMap(linesOf))
  const { counts } = bench.state
  t.match(counts, { diffs: 6_493, gaps: 0, crossed: 0, checks: 1_072, mismatches: 0, garbled: 0, resyncs: 0, duplicates: 0 })
  t.match(counts, { trades: 19_904, tickers: 73_174, snapshots: 1, reconnects: 0, staleUs: 0 })
  t.strictSame(bench.health(), { state: 'running', ready: true, reason: 'ok' })
  t.equal(bench.state.latencyUs.count, 6_495 + 19_904)
  t.ok(checkpoints.length >= 645 && checkpoints.length <= 651, `${checkpoints.length} checkpoints`)
  t.ok(performance.now() - startMs < 10_000, `took ${Math.round(performance.now() - startMs)} ms`)
  t.comment(`${Math.round(performance.now() - startMs)} ms`)
})
