import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { prng } from '../../src/lib/base/prng.ts'
import { findSimulator, simCredentials } from '../../src/lib/cli/simulator.ts'
import { SERVICES, type Service } from '../../src/lib/contracts/words.ts'
import { findPlaces } from '../../src/lib/io/run-directory.ts'
import { startTrade } from '../kit/program.ts'

const LANES = 2
const STARTED_WITHIN_MS = 20_000
const STOPPED_WITHIN_MS = 15_000
/** A stop comes at once or while the daemon still finds its place. */
const STOP_AFTER_MS_MAX = 400

interface Start {
  readonly service: Service
  readonly startedMs: number
  readonly problem: string
  readonly signal: string | null
}

const late = <T>(promise: Promise<T>, withinMs: number): Promise<T | 'late'> => Promise.race([promise, sleep(withinMs, 'late' as const, { ref: false })])

/** Starts one daemon in a folder of its own, waits for its startup probe, stops it. */
const startOnce = async (service: Service, args: readonly string[], stopAfterMs: number): Promise<Start> => {
  const dir = mkdtempSync(join(tmpdir(), 'trade-starts-'))
  const fromMs = performance.now()
  const program = startTrade([service, '--daemon', '--dir', dir, '--started-fd', '3', ...args])
  const started = await late(program.started, STARTED_WITHIN_MS)
  const startedMs = Math.round(performance.now() - fromMs)
  await sleep(stopAfterMs)
  program.child.kill('SIGTERM')
  const end = await late(program.ended, STOPPED_WITHIN_MS)
  if (end === 'late') {
    program.child.kill('SIGKILL')
    await program.ended
  }
  rmSync(dir, { recursive: true, force: true })
  if (end === 'late') return { service, startedMs, problem: 'did not stop', signal: null }
  const problem = end.code === 0 && started === true ? '' : `started ${started}, exit ${end.code ?? end.signal}: ${end.errors.trim().slice(-500)}`
  return { service, startedMs, problem, signal: end.signal }
}

const venueArgs = (dir: string): Readonly<Partial<Record<Service, readonly string[]>>> => {
  const places = findPlaces({ dir })
  const endpoint = findSimulator(places)
  if (endpoint === null) throw new Error('the simulator did not start')
  return { md: ['--endpoint', endpoint], exec: ['--endpoint', endpoint, '--key-file', simCredentials(places)] }
}

interface Plan {
  readonly count: number
  readonly seed: number
  /** No start begins after this time, but the first of each daemon. */
  readonly withinMs: number
}

const startAll = async ({ count, seed, withinMs }: Plan, args: ReturnType<typeof venueArgs>): Promise<Start[]> => {
  const chance = prng(seed, 'starts')
  const endMs = performance.now() + withinMs
  const left = Array.from({ length: count }, () => SERVICES).flat()
  const done: Start[] = []
  const lane = async (): Promise<void> => {
    for (let service = left.shift(); service !== undefined; service = left.shift()) {
      if (done.length >= SERVICES.length && performance.now() > endMs) return
      done.push(await startOnce(service, args[service] ?? [], chance.chance(0.5) ? 0 : chance.below(STOP_AFTER_MS_MAX)))
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  return done
}

const report = (starts: readonly Start[]) => {
  const deaths: Record<string, number> = {}
  for (const { signal } of starts) if (signal !== null) deaths[signal] = (deaths[signal] ?? 0) + 1
  const sorted = starts.map(({ startedMs }) => startedMs).sort((a, b) => a - b)
  const problems = starts.filter(({ problem }) => problem !== '').map(({ service, problem }) => `${service}: ${problem}`)
  return { starts: starts.length, deathsBySignal: deaths, startedMsP50: sorted[Math.floor(sorted.length / 2)], startedMsMax: sorted.at(-1), problems }
}

export const proof = {
  name: 'starts',
  summary: 'every daemon starts and stops again and again, at any moment of its start: exit code 0, no death by a signal',
  run: async (args: string[]): Promise<number> => {
    const options = {
      starts: { type: 'string', default: '50' },
      seed: { type: 'string', default: '1' },
      'within-s': { type: 'string', default: '3600' },
    } as const
    const { values } = parseArgs({ args, options })
    const dir = mkdtempSync(join(tmpdir(), 'trade-starts-'))
    const sim = startTrade(['sim', '--daemon', '--dir', dir, '--started-fd', '3'])
    try {
      await sim.started
      const starts = await startAll({ count: Number(values.starts), seed: Number(values.seed), withinMs: Number(values['within-s']) * 1_000 }, venueArgs(dir))
      const found = report(starts)
      process.stdout.write(`${JSON.stringify(found)}\n`)
      return found.problems.length === 0 ? 0 : 8
    } finally {
      sim.child.kill('SIGTERM')
      await sim.ended
      rmSync(dir, { recursive: true, force: true })
    }
  },
}
