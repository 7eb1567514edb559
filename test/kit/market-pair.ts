import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type CliPeer, openPeer } from '../../src/lib/cli/peer.ts'
import { findSimulator } from '../../src/lib/cli/simulator.ts'
import { bodyOf } from '../../src/lib/cli/viewer.ts'
import type { SnapshotAnswer } from '../../src/lib/contracts/market.ts'
import type { MarketHealth } from '../../src/lib/contracts/market-health.ts'
import { findPlaces } from '../../src/lib/io/run-directory.ts'
import { type Ended, type Program, startTrade } from './program.ts'
import { until } from './until.ts'

const ASK_WITHIN_US = 10_000_000
const KIB_PER_MIB = 1_024
const COMPARED_LEVELS = 50
const COMPARE_TRIES = 40

/** How many books were held against the venue's, and one problem for each that differs or that was never seen at the venue's id. */
export interface Compared {
  readonly compared: number
  readonly problems: readonly string[]
}

/** A simulator and an md that follows all its symbols, each in a process of its own, over sockets. */
export interface MarketPair {
  readonly dir: string
  readonly peer: CliPeer
  /** Process of md. */
  readonly pid: number
  /** Has the venue do something at once. */
  act(act: string, more?: object): Promise<void>
  /** Replaces the faults of the venue. */
  fault(plan: string): Promise<void>
  health(): Promise<MarketHealth>
  /** Holds books against the venue's at one update id each. */
  compare(symbols: readonly string[]): Promise<Compared>
  /** Stops both; what is wrong with how they ended. */
  stop(): Promise<string[]>
  remove(): void
}

/** Rank of the first symbol of many that moves now and then. */
const STEADY_RANK = 30

/** So many of the symbols, without the first of many: they move too fast to be seen at one update id, or to wait for anything else. */
export const steadySymbols = (symbols: readonly string[], count: number): readonly string[] =>
  symbols.length < STEADY_RANK + count ? symbols.slice(-count) : symbols.slice(STEADY_RANK - 1, STEADY_RANK - 1 + count)

/** So many names of symbols. */
export const symbolNames = (count: number): string[] => Array.from({ length: count }, (_, index) => `S${String(index + 1).padStart(4, '0')}USDT`)

const startDaemon = async (service: string, ...args: readonly string[]): Promise<Program> => {
  const program = startTrade([service, '--daemon', '--started-fd', '3', ...args])
  if (!(await program.started)) throw new Error(`'${service}' did not start: ${(await program.ended).errors.slice(-500)}`)
  return program
}

const post = async (url: string, body: string): Promise<void> => {
  const answer = await fetch(url, { method: 'POST', body })
  if (!answer.ok) throw new Error(`'${url}' answers ${answer.status}: ${await answer.text()}`)
}

type Levels = ReadonlyArray<readonly [string, string]>

interface VenueBook {
  readonly lastUpdateId: number
  readonly bids: Levels
  readonly asks: Levels
}

/** Best levels as numbers, so that the spelling of a price does not matter. */
const plain = (levels: Levels): string => JSON.stringify(levels.slice(0, COMPARED_LEVELS).map(([price, qty]) => [Number(price), Number(qty)]))

/** Levels of both are compared as far as md knows them: no snapshot told of what lies beyond its horizon. */
const isEqual = ({ book, horizon = {} }: SnapshotAnswer, theirs: VenueBook): boolean => {
  const bids = (levels: Levels): Levels => levels.filter(([price]) => Number(price) >= Number(horizon.bid ?? 0))
  const asks = (levels: Levels): Levels => levels.filter(([price]) => Number(price) <= Number(horizon.ask ?? Number.POSITIVE_INFINITY))
  return plain(bids(book.bids)) === plain(bids(theirs.bids)) && plain(asks(book.asks)) === plain(asks(theirs.asks))
}

const endProblem = (name: string, { code, signal, errors }: Ended): string[] =>
  code === 0 ? [] : [`${name} ended with ${code ?? signal}: ${errors.trim().slice(-300)}`]

const stopProgram = async (name: string, program: Program): Promise<string[]> => {
  program.child.kill('SIGTERM')
  return endProblem(name, await program.ended)
}

const venueBook = async (endpoint: string, symbol: string): Promise<VenueBook | null> => {
  const answer = await fetch(`${endpoint}/api/v3/depth?symbol=${symbol}&limit=100`)
  return answer.ok ? ((await answer.json()) as VenueBook) : null
}

/** True: equal at one id; false: different at one id; null: md's book was never seen valid at the venue's id. */
const compareBook = async (peer: CliPeer, endpoint: string, symbol: string): Promise<boolean | null> => {
  for (let turn = 0; turn < COMPARE_TRIES; turn++) {
    const asked = peer.ask({ service: 'md', method: 'md.snapshot', body: { symbol }, timeoutUs: ASK_WITHIN_US })
    // a starved machine may refuse a connection; the next try tells
    const theirs = await venueBook(endpoint, symbol).catch(() => null)
    const ours = bodyOf<SnapshotAnswer>(await asked)
    if (theirs !== null && ours.book.state === 'valid' && ours.book.updateId === theirs.lastUpdateId) return isEqual(ours, theirs)
  }
  return null
}

const compareBooks = async (peer: CliPeer, endpoint: string, symbols: readonly string[]): Promise<Compared> => {
  const problems: string[] = []
  let compared = 0
  for (const symbol of symbols) {
    const isSame = await compareBook(peer, endpoint, symbol)
    if (isSame !== null) compared += 1
    if (isSame === null)
      problems.push(`the book of '${symbol}' was never compared: ${COMPARE_TRIES} times it was not valid or at another update id than the venue's`)
    if (isSame === false) problems.push(`the book of '${symbol}' differs from the venue's`)
  }
  return { compared, problems }
}

/** What the two are told, besides their folder. */
interface PairFlags {
  readonly sim: readonly string[]
  md(endpoint: string): readonly string[]
}

/** Starts both; ready once md answers. */
export const startPair = async (flags: PairFlags): Promise<MarketPair> => {
  const dir = mkdtempSync(join(tmpdir(), 'trade-market-'))
  const sim = await startDaemon('sim', '--dir', dir, ...flags.sim)
  const places = findPlaces({ dir })
  const endpoint = findSimulator(places) ?? ''
  const md = await startDaemon('md', '--dir', dir, ...flags.md(endpoint))
  const peer = await openPeer(places)
  const ask = (method: string) => peer.ask({ service: 'md', method, body: {}, timeoutUs: ASK_WITHIN_US })
  await until('md answers', async () => (await ask('md.health')).ok, { withinMs: 60_000, everyMs: 200 })
  return {
    dir,
    peer,
    pid: md.child.pid ?? 0,
    act: (act, more = {}) => post(`${endpoint}/sim/act`, JSON.stringify({ act, ...more })),
    fault: (plan) => post(`${endpoint}/sim/faults`, plan),
    health: async () => bodyOf<MarketHealth>(await ask('md.health')),
    compare: (compared) => compareBooks(peer, endpoint, compared),
    stop: async () => {
      await peer.close()
      return [...(await stopProgram('md', md)), ...(await stopProgram('sim', sim))]
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  }
}

/** A pair on the simulator's own markets, the simulator with some more flags. */
export const startMarketPair = (symbols: readonly string[], ...simFlags: readonly string[]): Promise<MarketPair> =>
  startPair({ sim: ['--symbols', symbols.join(','), ...simFlags], md: () => ['--symbol', symbols.join(',')] })

/** What a process holds. */
export interface Held {
  readonly descriptors: number
  readonly rssMib: number
  /** Its share of memory that others map too. */
  readonly pssMib: number
}

/** What the process holds now. */
export const heldBy = (pid: number): Held => {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  const mib = (name: string): number => Math.round(Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(rollup)?.[1] ?? 0) / KIB_PER_MIB)
  return { descriptors: readdirSync(`/proc/${pid}/fd`).length, rssMib: mib('Rss'), pssMib: mib('Pss') }
}

const MS_PER_JIFFY = 10

/** Time that the process has spent on a processor, ms. */
export const cpuMsOf = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_JIFFY
}

interface Checkpoint {
  readonly type?: string
  readonly symbol: string
  readonly u: number
  readonly hash: string
}

const checkpointsIn = async (path: string, see: (checkpoint: Checkpoint) => void): Promise<void> => {
  for await (const line of createInterface({ input: createReadStream(path) })) if (line.includes('"hash"')) see(JSON.parse(line) as Checkpoint)
}

/** Books of md against those of the venue at the same update ids, over the whole run; to be called after both have ended. */
export const compareCheckpoints = async (dir: string): Promise<{ readonly compared: number; readonly wrong: number }> => {
  const ours = new Map<string, string>()
  await checkpointsIn(join(dir, 'data/md/checkpoints.ndjson'), ({ symbol, u, hash }) => void ours.set(`${symbol} ${u}`, hash))
  let [compared, wrong] = [0, 0]
  await checkpointsIn(join(dir, 'data/sim/truth.ndjson'), ({ symbol, u, hash }) => {
    const seen = ours.get(`${symbol} ${u}`)
    if (seen === undefined) return
    compared += 1
    if (seen !== hash) wrong += 1
  })
  return { compared, wrong }
}
