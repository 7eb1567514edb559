import process from 'node:process'
import { parseArgs } from 'node:util'
import { trade } from '../kit/program.ts'

const SPEED_MIN = 50
const PLANT = ['--plant', 'no-fill-dedup']

interface Report {
  readonly code: number | null
  readonly seed: number
  readonly minutes: number
  readonly events: number
  readonly orders: number
  readonly fills: number
  readonly faults: number
  readonly violations: ReadonlyArray<{ readonly id: string; readonly what: string; readonly where: string }>
  readonly hash: string
  readonly speed: number
}

const play = async (seed: number, minutes: number, extra: readonly string[] = []): Promise<Report> => {
  const ended = await trade('world', '--seed', String(seed), '--minutes', String(minutes), ...extra)
  if (!ended.out.startsWith('{')) throw new Error(`seed ${seed} ended with ${ended.code ?? ended.signal} and no report: ${ended.errors}`)
  return { code: ended.code, ...JSON.parse(ended.out) }
}

const say = ({ seed, events, orders, fills, faults, violations, speed }: Report): void =>
  void process.stdout.write(`${JSON.stringify({ seed, events, orders, fills, faults, violations: violations.length, speed })}\n`)

const clean = ({ seed, code, violations }: Report): string[] =>
  code === 0 && violations.length === 0 ? [] : [`seed ${seed}: exit ${code}`, ...violations.map(({ id, what, where }) => `${id} ${where}: ${what}`)]

/** Many histories, each of which has to keep every invariant. */
const playSeeds = async (first: number, count: number, minutes: number): Promise<string[]> => {
  const problems: string[] = []
  for (let seed = first; seed < first + count; seed++) {
    const report = await play(seed, minutes)
    say(report)
    problems.push(...clean(report))
  }
  return problems
}

/** The same seed is the same history, another is another, and a planted bug is found by the invariant that it breaks. */
const playTwice = async (minutes: number, isFast: boolean): Promise<string[]> => {
  const one = await play(42, minutes)
  const again = await play(42, minutes)
  const other = await play(43, minutes)
  const planted = await play(42, minutes, PLANT)
  for (const report of [one, again, other, planted]) say(report)
  return [
    ...clean(one),
    ...clean(other),
    ...(one.hash === again.hash ? [] : [`seed 42 came to ${one.hash} and to ${again.hash}`]),
    ...(one.hash === other.hash ? ['seeds 42 and 43 came to the same'] : []),
    ...(planted.code === 8 && planted.violations.some(({ id }) => id === 'O5') ? [] : [`the planted bug went unseen: exit ${planted.code}`]),
    ...(isFast && one.speed < SPEED_MIN ? [`${one.speed} times as fast as time, at least ${SPEED_MIN} is expected`] : []),
  ]
}

export const proof = {
  name: 'world',
  summary: 'all daemons in one process under seeded faults and kills: same seed, same bytes; every invariant holds; a planted bug is found',
  run: async (args: string[]): Promise<number> => {
    const options = {
      seeds: { type: 'string', default: '0' },
      first: { type: 'string', default: '1' },
      minutes: { type: 'string', default: '10' },
      short: { type: 'boolean', default: false },
    } as const
    const { values } = parseArgs({ args, options })
    const minutes = Number(values.minutes)
    const problems = Number(values.seeds) > 0 ? await playSeeds(Number(values.first), Number(values.seeds), minutes) : await playTwice(minutes, !values.short)
    for (const problem of problems) process.stderr.write(`${problem}\n`)
    return problems.length === 0 ? 0 : 8
  },
}
