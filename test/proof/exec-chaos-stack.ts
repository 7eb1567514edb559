import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { healthOf } from '../../src/lib/cli/health.ts'
import { findSimulator, simCredentials } from '../../src/lib/cli/simulator.ts'
import { systemClock } from '../../src/lib/io/clock.ts'
import { findPlaces, type Places } from '../../src/lib/io/run-directory.ts'
import { readCredentials, signerOf } from '../../src/lib/io/signer.ts'
import { signRequest } from '../../src/lib/io/venue-signing.ts'
import { type Program, startTrade } from '../kit/program.ts'
import { until } from '../kit/until.ts'

/** What the processes are told. */
export interface StackPlan {
  readonly symbols: readonly string[]
  readonly seed: number
  /** As for `--limits` of the simulator. */
  readonly limits: string
  readonly faults: string
  readonly route: string
  /** Runs the exec that sends again. */
  readonly isPlanted: boolean
}

/** The venue, market data, account and risk, which live, and exec, which dies. */
export interface ChaosStack {
  readonly places: Places
  readonly dir: string
  startExec(): Program
  /** Waits until exec is ready; how long it took from now. */
  execReady(withinMs: number): Promise<number>
  /** Keeps what one incarnation of exec said. */
  keepLog(cycle: number, text: string): void
  act(body: object): Promise<void>
  endFaults(): Promise<void>
  /** Client order ids that the venue lists as open. */
  openAtVenue(): Promise<readonly string[]>
  /** Stops all; what is wrong with how they ended. */
  stop(exec: Program): Promise<string[]>
  kill(): void
  onKill(fn: () => void): void
  remove(): void
}

type Named = readonly [name: string, program: Program]

const READY_EVERY_MS = 40
const START_WITHIN_MS = 90_000

const started = async (name: string, program: Program): Promise<Program> => {
  if (!(await program.started)) throw new Error(`'${name}' did not start: ${(await program.ended).errors.slice(-500)}`)
  return program
}

/** A script of this folder as a daemon. */
const startScript = (file: string, ...args: readonly string[]): Program => startTrade([join(import.meta.dirname, file), ...args], process.execPath)

const post = async (url: string, body: string): Promise<void> => {
  const answer = await fetch(url, { method: 'POST', body })
  if (!answer.ok) throw new Error(`'${url}' answers ${answer.status}: ${await answer.text()}`)
}

const stopOne = async ([name, { child, ended }]: Named): Promise<string[]> => {
  child.kill('SIGTERM')
  const { code, signal, errors } = await ended
  return code === 0 ? [] : [`'${name}' ended with ${code ?? signal}: ${errors.trim().slice(-300)}`]
}

const isReady = async (places: Places, service: string): Promise<boolean> => (await healthOf(places, service))?.ready === true

const openOrders = async (endpoint: string, places: Places): Promise<readonly string[]> => {
  const params = [['timestamp', Math.floor(systemClock().nowUs() / 1_000)]] as const
  const { target, headers } = signRequest(
    { method: 'GET', path: '/api/v3/openOrders', params, security: 'signed' },
    signerOf(readCredentials(simCredentials(places))),
  )
  const answer = await fetch(`${endpoint}${target}`, { headers })
  if (!answer.ok) throw new Error(`open orders: ${answer.status}: ${await answer.text()}`)
  return ((await answer.json()) as { readonly clientOrderId: string }[]).map(({ clientOrderId }) => clientOrderId)
}

const startDaemon = (service: string, dir: string, ...args: readonly string[]): Program =>
  startTrade([service, '--daemon', '--dir', dir, '--started-fd', '3', ...args])

/** Starts everything but exec into `lasting`, last one first; the venue's address. */
const startLasting = async (plan: StackPlan, dir: string, lasting: Named[]): Promise<string> => {
  const places = findPlaces({ dir })
  const names = plan.symbols.join(',')
  const assets = plan.symbols.map((symbol) => `${symbol.replace('USDT', '')}=40000`).join(',')
  const keep = (name: string, program: Program): Promise<Program> => {
    lasting.unshift([name, program])
    return started(name, program)
  }
  const venueArgs = ['--symbols', names, '--seed', String(plan.seed), '--limits', plan.limits, '--balance', `sim:USDT=1000000000000,${assets}`]
  await keep('sim', startDaemon('sim', dir, ...venueArgs))
  const endpoint = findSimulator(places) ?? ''
  await keep('md', startDaemon('md', dir, '--symbol', names, '--endpoint', endpoint))
  lasting.unshift(['risk', startScript('exec-chaos-risk-daemon.ts', dir)])
  await keep('acct', startDaemon('acct', dir))
  await until('md is ready', () => isReady(places, 'md'), { withinMs: START_WITHIN_MS, everyMs: 100 })
  await post(`${endpoint}/sim/faults`, plan.faults)
  return endpoint
}

const killAll = (lasting: readonly Named[]): void => {
  for (const [, { child }] of lasting) child.kill('SIGKILL')
}

const stopAll = async (all: readonly Named[]): Promise<string[]> => {
  const problems: string[] = []
  for (const one of all) problems.push(...(await stopOne(one)))
  return problems
}

/** Starts everything but exec. */
export const openStack = async (plan: StackPlan): Promise<ChaosStack> => {
  const dir = mkdtempSync(join(tmpdir(), 'trade-chaos-'))
  const places = findPlaces({ dir })
  const names = plan.symbols.join(',')
  const lasting: Named[] = []
  const endings: (() => void)[] = []
  const endpoint = await startLasting(plan, dir, lasting).catch((error: unknown) => {
    killAll(lasting)
    throw error
  })
  return {
    places,
    dir,
    startExec: () =>
      plan.isPlanted
        ? startScript('exec-chaos-planted-daemon.ts', dir, names, plan.route)
        : startDaemon('exec', dir, '--endpoint', endpoint, '--symbol', names, '--route', plan.route),
    execReady: async (withinMs) => {
      const fromMs = performance.now()
      await until('exec is ready', () => isReady(places, 'exec'), { withinMs, everyMs: READY_EVERY_MS })
      return performance.now() - fromMs
    },
    keepLog: (cycle, text) => writeFileSync(join(places.top, `exec-${cycle}.ndjson`), text),
    act: (body) => post(`${endpoint}/sim/act`, JSON.stringify(body)),
    openAtVenue: () => openOrders(endpoint, places),
    endFaults: () => post(`${endpoint}/sim/faults`, ''),
    stop: (exec) => stopAll([['exec', exec], ...lasting]),
    kill: () => {
      killAll(lasting)
      for (const fn of endings) fn()
    },
    onKill: (fn) => void endings.push(fn),
    remove: () => rmSync(resolve(dir), { recursive: true, force: true }),
  }
}
