import { existsSync } from 'node:fs'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { dataFile } from '../kit/data.ts'
import { trade } from '../kit/program.ts'
import { SKIPPED } from './outcome.ts'

const FILES = ['spot_btcusdt_20240808.gz', 'spot_btcusdt_20240809.gz']
const FAULTS = 'drop:1%,dup:5%,swap:5%,disconnect:10,stale-snapshot:3'
const VALID_RATIO_MIN = 0.8
const CHECKS_MIN = 600
const ZEROS = ['wrongWhileValid', 'mismatches', 'unreported', 'unhealed', 'hurriedSnapshots'] as const

interface Replay extends Readonly<Record<(typeof ZEROS)[number] | 'validMs' | 'spanMs' | 'checks' | 'resyncs' | 'snapshots', number>> {
  readonly code: number | null
}

const play = async (seed: number): Promise<Replay> => {
  const ended = await trade('md', 'verify', '--replay', ...FILES.map(dataFile), '--fault', FAULTS, '--seed', String(seed), '--json')
  if (!ended.out.startsWith('{')) throw new Error(`seed ${seed} ended with ${ended.code ?? ended.signal} and no report: ${ended.errors}`)
  return { code: ended.code, ...JSON.parse(ended.out) }
}

const problemsOf = (seed: number, replay: Replay): string[] => {
  const validRatio = replay.validMs / replay.spanMs
  return [
    ...(replay.code === 0 ? [] : [`seed ${seed}: exit ${replay.code}`]),
    ...ZEROS.filter((name) => replay[name] !== 0).map((name) => `seed ${seed}: ${name} is ${replay[name]}`),
    ...(validRatio >= VALID_RATIO_MIN ? [] : [`seed ${seed}: valid for ${validRatio.toFixed(3)} of the time, at least ${VALID_RATIO_MIN} is expected`]),
    ...(replay.checks >= CHECKS_MIN ? [] : [`seed ${seed}: ${replay.checks} checks, at least ${CHECKS_MIN} are expected`]),
  ]
}

export const proof = {
  name: 'md-faults',
  summary: 'recorded days with seeded losses, repeats, swaps, cuts and stale snapshots: no book is wrong while it says that it is valid',
  run: async (args: string[]): Promise<number> => {
    if (!FILES.map(dataFile).every(existsSync)) return SKIPPED
    const { values } = parseArgs({ args, options: { seeds: { type: 'string', default: '100' }, first: { type: 'string', default: '1' } } })
    const first = Number(values.first)
    const problems: string[] = []
    for (let seed = first; seed < first + Number(values.seeds); seed++) {
      const replay = await play(seed)
      const { validMs, spanMs, checks, resyncs, snapshots, wrongWhileValid } = replay
      process.stdout.write(`${JSON.stringify({ seed, validRatio: Number((validMs / spanMs).toFixed(3)), checks, resyncs, snapshots, wrongWhileValid })}\n`)
      problems.push(...problemsOf(seed, replay))
    }
    for (const problem of problems) process.stderr.write(`${problem}\n`)
    return problems.length === 0 ? 0 : 8
  },
}
