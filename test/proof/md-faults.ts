import { existsSync } from 'node:fs'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { dataFile } from '../kit/data.ts'
import { trade } from '../kit/program.ts'
import { SKIPPED } from './outcome.ts'

const FAULTS = 'drop:1%,dup:5%,swap:5%,disconnect:10'
/** Files that are one recording, and how many of its self-checks a replay with faults must still make. */
const RECORDINGS = [
  { name: 'spot', files: ['spot_btcusdt_20240808.gz', 'spot_btcusdt_20240809.gz'], faults: `${FAULTS},stale-snapshot:3`, checksMin: 600, validRatioMin: 0.8 },
  { name: 'usdm', files: ['usdm_btcusdt_20240808.gz'], faults: `${FAULTS},stale-snapshot:3`, checksMin: 500, validRatioMin: 0.8 },
  // ten books share one connection, all cuts come within 20 s, and a new stream takes two messages of four a second
  { name: 'kraken', files: ['KRAKEN.ws.50.0.gz'], faults: FAULTS, checksMin: 1_500, validRatioMin: 0.4 },
] as const
const ZEROS = ['wrongWhileValid', 'mismatches', 'unreported', 'unhealed', 'hurriedSnapshots'] as const

type Recording = (typeof RECORDINGS)[number]

interface Replay extends Readonly<Record<(typeof ZEROS)[number] | 'validMs' | 'spanMs' | 'checks' | 'resyncs' | 'snapshots' | 'reconnects', number>> {
  readonly code: number | null
}

const play = async ({ name, files, faults }: Recording, seed: number): Promise<Replay> => {
  const ended = await trade('md', 'verify', '--replay', ...files.map(dataFile), '--fault', faults, '--seed', String(seed), '--json')
  if (!ended.out.startsWith('{')) throw new Error(`${name}, seed ${seed}: ended with ${ended.code ?? ended.signal} and no report: ${ended.errors}`)
  return { code: ended.code, ...JSON.parse(ended.out) }
}

const problemsOf = ({ name, checksMin, validRatioMin }: Recording, seed: number, replay: Replay): string[] => {
  const validRatio = replay.validMs / replay.spanMs
  return [
    ...(replay.code === 0 ? [] : [`exit ${replay.code}`]),
    ...ZEROS.filter((zero) => replay[zero] !== 0).map((zero) => `${zero} is ${replay[zero]}`),
    ...(validRatio >= validRatioMin ? [] : [`valid for ${validRatio.toFixed(3)} of the time, at least ${validRatioMin} is expected`]),
    ...(replay.checks >= checksMin ? [] : [`${replay.checks} checks, at least ${checksMin} are expected`]),
  ].map((problem) => `${name}, seed ${seed}: ${problem}`)
}

/** Seeds of one recording, and the worst of them. */
const playAll = async (recording: Recording, seeds: readonly number[]): Promise<string[]> => {
  const problems: string[] = []
  const worst = { validRatio: 1, checks: Number.MAX_SAFE_INTEGER }
  for (const seed of seeds) {
    const replay = await play(recording, seed)
    const { validMs, spanMs, checks, resyncs, snapshots, reconnects, wrongWhileValid } = replay
    const validRatio = Number((validMs / spanMs).toFixed(3))
    worst.validRatio = Math.min(worst.validRatio, validRatio)
    worst.checks = Math.min(worst.checks, checks)
    process.stdout.write(`${JSON.stringify({ recording: recording.name, seed, validRatio, checks, resyncs, snapshots, reconnects, wrongWhileValid })}\n`)
    problems.push(...problemsOf(recording, seed, replay))
  }
  process.stdout.write(`${JSON.stringify({ recording: recording.name, seeds: seeds.length, worst, problems: problems.length })}\n`)
  return problems
}

export const proof = {
  name: 'md-faults',
  summary: 'recorded days with seeded losses, repeats, swaps, cuts and stale snapshots: no book is wrong while it says that it is valid',
  run: async (args: string[]): Promise<number> => {
    if (!RECORDINGS.flatMap(({ files }) => files.map(dataFile)).every(existsSync)) return SKIPPED
    const { values } = parseArgs({ args, options: { seeds: { type: 'string', default: '100' }, first: { type: 'string', default: '1' } } })
    const seeds = Array.from({ length: Number(values.seeds) }, (_, index) => Number(values.first) + index)
    const problems: string[] = []
    for (const recording of RECORDINGS) problems.push(...(await playAll(recording, seeds)))
    for (const problem of problems) process.stderr.write(`${problem}\n`)
    return problems.length === 0 ? 0 : 8
  },
}
