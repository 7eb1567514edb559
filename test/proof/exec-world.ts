import { spawn } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { PLANTS, type Played, playExecWorld } from './exec-world-play.ts'

type Totals = Pick<Played, 'kills' | 'orders' | 'lost' | 'duplicated' | 'fillsMissed' | 'fillsDoubled'> & {
  readonly seeds: number
  readonly violations: number
}

const NOTHING: Totals = { seeds: 0, kills: 0, orders: 0, lost: 0, duplicated: 0, fillsMissed: 0, fillsDoubled: 0, violations: 0 }
const FIELDS = Object.keys(NOTHING) as readonly (keyof Totals)[]

const sum = (a: Totals, b: Totals): Totals => Object.fromEntries(FIELDS.map((field) => [field, a[field] + b[field]])) as unknown as Totals

const totalsOf = (played: Played): Totals => ({ ...played, seeds: 1, violations: played.problems.length })

/** Seeds in this process; each that did harm says so. */
const playHere = (first: number, count: number, plant: string): Totals => {
  let totals = NOTHING
  for (let seed = first; seed < first + count; seed++) {
    const played = playExecWorld(seed, plant)
    if (plant === 'none') for (const problem of played.problems.slice(0, 10)) process.stderr.write(`seed ${seed}: ${problem}\n`)
    totals = sum(totals, totalsOf(played))
  }
  return totals
}

/** A share of the seeds in a process of its own. */
const playApart = (first: number, count: number): Promise<Totals> =>
  new Promise((resolve, reject) => {
    const args = [join(import.meta.dirname, 'run.ts'), 'exec-world', '--first', String(first), '--seeds', String(count), '--jobs', '1', '--no-plants']
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const chunks: string[] = []
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      const line = chunks.join('').trim().split('\n').at(-1) ?? ''
      if (line.startsWith('{')) resolve(JSON.parse(line) as Totals)
      else reject(new Error(`seeds from ${first} ended with ${code} and no totals`))
    })
  })

const playShared = async (first: number, count: number, jobs: number): Promise<Totals> => {
  if (jobs <= 1) return playHere(first, count, 'none')
  const share = Math.ceil(count / jobs)
  const starts = Array.from({ length: jobs }, (_, index) => first + index * share).filter((start) => start < first + count)
  const shares = await Promise.all(starts.map((start) => playApart(start, Math.min(share, first + count - start))))
  return shares.reduce(sum)
}

/** A bug strikes in some histories only. */
const PLANTED_SEEDS = 10

const isSeen = (plant: string, first: number): boolean => {
  for (let seed = first; seed < first + PLANTED_SEEDS; seed++) {
    const { duplicated, fillsDoubled } = playHere(seed, 1, plant)
    if (duplicated + fillsDoubled > 0) return true
  }
  return false
}

/** Planted bugs that nobody saw. */
const unseen = (first: number): string[] => Object.keys(PLANTS).filter((plant) => plant !== 'none' && !isSeen(plant, first))

const say = (problems: readonly string[]): number => {
  for (const problem of problems) process.stderr.write(`${problem}\n`)
  return problems.length === 0 ? 0 : 8
}

export const proof = {
  name: 'exec-world',
  summary: 'power cuts of exec in simulated minutes, seed after seed: no order lost or sent twice, no fill missed or doubled; planted bugs are found',
  run: async (args: string[]): Promise<number> => {
    const options = {
      seeds: { type: 'string', default: '1000' },
      first: { type: 'string', default: '1' },
      jobs: { type: 'string', default: '2' },
      'no-plants': { type: 'boolean', default: false },
    } as const
    const { values } = parseArgs({ args, options })
    const [first, seeds] = [Number(values.first), Number(values.seeds)]
    const totals = await playShared(first, seeds, Number(values.jobs))
    const blind = values['no-plants'] ? [] : unseen(first).map((plant) => `the planted bug '${plant}' went unseen`)
    process.stdout.write(`${JSON.stringify(totals)}\n`)
    const empty = totals.orders === 0 ? ['no order left'] : []
    return say([...blind, ...empty, ...(totals.violations === 0 ? [] : [`${totals.violations} problems in ${totals.seeds} seeds`])])
  },
}
