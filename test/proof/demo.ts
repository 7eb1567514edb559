import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import type { Summary } from '../../src/lib/cli/summary.ts'
import { dataFile } from '../kit/data.ts'
import { trade } from '../kit/program.ts'
import { falsified } from './falsified.ts'
import { SKIPPED } from './outcome.ts'

const FILES = ['spot_btcusdt_20240808.gz', 'spot_btcusdt_20240809.gz'].map(dataFile)
const SPEED = 20
const SHORT_LINES = 12_000
/** Slow enough that the strategy is there while the short recording still plays. */
const SHORT_SPEED = 4

type Least = { readonly diffs: number; readonly checks: number; readonly sent: number; readonly fills: number }
const WHOLE: Least = { diffs: 6_000, checks: 900, sent: 50, fills: 5 }
const SHORT: Least = { diffs: 500, checks: 50, sent: 1, fills: 0 }

interface Played {
  readonly code: number | null
  readonly summary: Summary
  readonly truthFills: number
}

const play = async (folder: string, recordings: readonly string[], speed: number): Promise<Played> => {
  const dir = mkdtempSync(join(folder, 'run-'))
  const ended = await trade('demo', ...recordings.flatMap((path) => ['--recording', path]), '--speed', String(speed), '--json', '--dir', dir)
  const last = ended.out.trim().split('\n').at(-1)
  if (!last?.includes('"book"')) throw new Error(`the demo ended with ${ended.code ?? ended.signal} and no summary: ${ended.errors}`)
  const truth = readFileSync(join(dir, 'data/sim/truth.ndjson'), 'utf8').trim().split('\n')
  const truthFills = truth.filter((line) => (JSON.parse(line) as { type: string }).type === 'fill').length
  return { code: ended.code, summary: JSON.parse(last) as Summary, truthFills }
}

const problemsOf = ({ code, summary, truthFills }: Played, least: Least): string[] => {
  const { book, orders, fills } = summary
  const seen: Least = { diffs: book.diffs, checks: book.checks, sent: orders.sent, fills }
  const few = (Object.keys(least) as Array<keyof Least>).filter((name) => seen[name] < least[name])
  return [
    ...few.map((name) => `${seen[name]} ${name}, at least ${least[name]} are expected`),
    ...(code === 0 && summary.verify === 'ok' ? [] : [`exit ${code}, verify ${summary.verify}`]),
    ...(book.mismatches === 0 && book.gaps === 0 ? [] : [`${book.mismatches} mismatches, ${book.gaps} gaps`]),
    ...(fills === truthFills ? [] : [`${fills} fills, but ${truthFills} in the truth log`]),
  ]
}

const falsehoodProblems = ({ code, summary }: Played): string[] =>
  code === 8 && summary.book.mismatches > 0 ? [] : [`a changed quantity was not noticed: exit ${code}, ${summary.book.mismatches} mismatches`]

export const proof = {
  name: 'demo',
  summary: 'a recorded market through the whole chain: every book exact, every fill as the venue has it; and one changed quantity is noticed',
  run: async (args: string[]): Promise<number> => {
    const { values } = parseArgs({ args, options: { short: { type: 'boolean', default: false } } })
    const missing = FILES.filter((path) => !existsSync(path))
    if (missing.length > 0) {
      process.stderr.write(`needs recorded data: ${missing.join(', ')}\n`)
      return SKIPPED
    }
    const folder = mkdtempSync(join(tmpdir(), 'trade-proof-demo-'))
    const lines = gunzipSync(readFileSync(FILES[0] ?? ''))
      .toString('utf8')
      .split('\n')
      .slice(0, SHORT_LINES)
    const [cut, changed] = [join(folder, 'cut'), join(folder, 'changed')]
    writeFileSync(cut, `${lines.join('\n')}\n`)
    writeFileSync(changed, `${falsified(lines).join('\n')}\n`)
    const honest = await (values.short ? play(folder, [cut], SHORT_SPEED) : play(folder, FILES, SPEED))
    const untrue = await play(folder, [changed], SPEED)
    const problems = [...problemsOf(honest, values.short ? SHORT : WHOLE), ...falsehoodProblems(untrue)]
    const { book, orders, fills, verify, latencyUs } = honest.summary
    process.stdout.write(
      `${JSON.stringify({ book, sent: orders.sent, fills, truthFills: honest.truthFills, verify, latencyUs, mismatchesOfChanged: untrue.summary.book.mismatches, problems })}\n`,
    )
    if (problems.length === 0) rmSync(folder, { recursive: true })
    else process.stderr.write(`everything is kept in ${folder}\n`)
    return problems.length === 0 ? 0 : 8
  },
}
