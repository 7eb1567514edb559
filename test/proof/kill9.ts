import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Prng, prng } from '../../src/lib/base/prng.ts'
import { findPlaces } from '../../src/lib/io/run-directory.ts'
import { allReady, type Killed, killAndWait, livingPids, MORTALS, namedKills } from '../kit/live-stack.ts'
import { startTrade, trade } from '../kit/program.ts'

const START_WITHIN_MS = 60_000
const READY_WITHIN_MS = 30_000
const BETWEEN_MS_MAX = 1_500
/** A fifth death within five minutes would end the service for good. */
const CYCLES_PER_STACK_MAX = 4

interface Report {
  readonly kills: readonly Killed[]
  readonly problems: readonly string[]
  readonly verify: unknown
}

const killAll = async (dir: string, cycles: number, chance: Prng): Promise<Killed[]> => {
  await allReady(dir, START_WITHIN_MS)
  const kills: Killed[] = []
  for (let cycle = 0; cycle < cycles; cycle++) {
    for (const service of MORTALS) {
      await sleep(chance.below(BETWEEN_MS_MAX))
      kills.push(await killAndWait(dir, service, READY_WITHIN_MS))
    }
  }
  return kills
}

const killProblems = (dir: string, kills: readonly Killed[]): string[] => {
  const named = namedKills(dir)
  return kills.flatMap(({ service, readyAfterMs, lost }) => [
    ...(readyAfterMs <= READY_WITHIN_MS ? [] : [`ready only ${readyAfterMs} ms after the death of '${service}'`]),
    ...lost.map((other) => `'${other}' died with '${service}'`),
    ...(named.filter((name) => name === service).length === kills.filter((kill) => kill.service === service).length
      ? []
      : [`the log does not name every SIGKILL of '${service}'`]),
  ])
}

/** A stack that trades while its daemons are killed one after the other, then its proof. */
const killInStack = async (dir: string, cycles: number, chance: Prng): Promise<Report> => {
  const up = await trade('up', '--dir', dir, '--seed', String(chance.below(1_000)), '--bg')
  if (up.code !== 0) throw new Error(`the stack did not start: ${up.errors}`)
  const problems: string[] = []
  const kills = await killAll(dir, cycles, chance).catch((error: unknown) => {
    problems.push(String(error))
    return []
  })
  problems.push(...killProblems(dir, kills))
  const down = await trade('down', '--dir', dir)
  if (down.code !== 0) problems.push(`down: exit ${down.code}: ${down.errors}`)
  const verdict = await trade('verify', dir, '--json')
  if (verdict.code !== 0) problems.push(`verify: exit ${verdict.code}: ${verdict.out}${verdict.errors}`)
  return { kills, problems, verify: JSON.parse(verdict.out || '{}') }
}

/** The same during a demo, which has to prove itself at its end all the same. */
const killInDemo = async (dir: string, chance: Prng): Promise<Report> => {
  const demo = startTrade(['demo', '--dir', dir, '--for', '0', '--json'])
  const problems: string[] = []
  const kills = await killAll(dir, 1, chance).catch((error: unknown) => {
    problems.push(String(error))
    return []
  })
  problems.push(...kills.flatMap(({ service, lost }) => lost.map((other) => `'${other}' died with '${service}'`)))
  demo.child.kill('SIGTERM')
  const ended = await demo.ended
  const named = ended.errors.split('"end":"killed by SIGKILL"').length - 1
  if (named !== kills.length) problems.push(`${named} of ${kills.length} deaths by SIGKILL are named`)
  if (ended.code !== 0) problems.push(`demo: exit ${ended.code ?? ended.signal}: ${ended.errors}`)
  if (livingPids(findPlaces({ dir })).size > 0) problems.push('the demo left processes behind')
  return { kills, problems, verify: JSON.parse(ended.out.trim().split('\n').at(-1) || '{}') }
}

const inFolder = async (play: (dir: string) => Promise<Report>): Promise<boolean> => {
  const dir = mkdtempSync(join(tmpdir(), 'trade-kill9-'))
  const { kills, problems, verify } = await play(dir)
  const readyMs = kills.map(({ readyAfterMs }) => readyAfterMs)
  process.stdout.write(`${JSON.stringify({ kills: kills.length, readyAfterMsMax: Math.max(0, ...readyMs), problems, verify })}\n`)
  if (problems.length === 0) rmSync(dir, { recursive: true, force: true })
  else process.stderr.write(`everything is kept in ${dir}\n`)
  return problems.length === 0
}

export const proof = {
  name: 'kill9',
  summary: 'kill -9 of every daemon in turn while the chain trades: the others live on, the dead come back within 30 s, and the run is proven',
  run: async (args: string[]): Promise<number> => {
    const options = { cycles: { type: 'string', default: '8' }, seed: { type: 'string', default: '1' }, demo: { type: 'boolean', default: false } } as const
    const { values } = parseArgs({ args, options })
    const chance = prng(Number(values.seed), 'kill9')
    let good = true
    for (let left = Number(values.cycles); left > 0; left -= CYCLES_PER_STACK_MAX)
      good = (await inFolder((dir) => killInStack(dir, Math.min(left, CYCLES_PER_STACK_MAX), chance))) && good
    if (values.demo) good = (await inFolder((dir) => killInDemo(dir, chance))) && good
    return good ? 0 : 8
  },
}
