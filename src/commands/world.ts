import { createHash } from 'node:crypto'
import process from 'node:process'
import { Flags } from '@oclif/core'
import { AcctConfig } from '../daemons/acct/config.ts'
import { acctDaemon } from '../daemons/acct/shell.ts'
import { ExecConfig } from '../daemons/exec/config.ts'
import { createExecCore, type ExecDeps } from '../daemons/exec/core.ts'
import { execDaemon } from '../daemons/exec/shell.ts'
import { MdConfig } from '../daemons/md/config.ts'
import { mdDaemon } from '../daemons/md/shell.ts'
import { policyText, RiskConfig } from '../daemons/risk/config.ts'
import { riskCore } from '../daemons/risk/core.ts'
import { riskDaemon } from '../daemons/risk/shell.ts'
import { simDefaults } from '../daemons/sim/config.ts'
import { simDaemon } from '../daemons/sim/shell.ts'
import { StratConfig } from '../daemons/strat/config.ts'
import { stratDaemon } from '../daemons/strat/shell.ts'
import { TradeError } from '../lib/base/errors.ts'
import { nearest } from '../lib/base/nearest.ts'
import { US_PER_S } from '../lib/base/time.ts'
import { TradeCommand } from '../lib/cli/command.ts'
import { EXIT } from '../lib/cli/exit.ts'
import { DEFAULT_ACCOUNT } from '../lib/cli/sim-accounts.ts'
import { conclude } from '../lib/codec/settings.ts'
import type { AccountState } from '../lib/contracts/acct.ts'
import type { FaultPlan } from '../lib/contracts/faults.ts'
import { payloadOf } from '../lib/daemon/recorder.ts'
import { replay } from '../lib/daemon/replay.ts'
import { systemClock } from '../lib/io/clock.ts'
import { hmacSha256Hex } from '../lib/io/signer.ts'
import { frameText, signRequest } from '../lib/io/venue-signing.ts'
import { recover } from '../lib/journal/recover.ts'
import type { Frame } from '../lib/ports/journal.ts'
import type { Signer } from '../lib/ports/signer.ts'
import type { VenueLink } from '../lib/ports/venue.ts'
import { loadStrategy } from '../lib/strategies/registry.ts'
import { binanceMarket } from '../lib/venues/binance/market.ts'
import { binanceOrders } from '../lib/venues/binance/orders.ts'
import type { Evidence, TruthRecord } from '../lib/verify/evidence.ts'
import { decodeFrames } from '../lib/verify/execution.ts'
import { verify } from '../lib/verify/verify.ts'
import type { Violation } from '../lib/verify/violation.ts'
import { QUIET, SAFETY } from '../lib/world/faults.ts'
import { InlineHost } from '../lib/world/inline-host.ts'
import { memoryDocuments, memoryRecords } from '../lib/world/memory-records.ts'
import { memoryRing } from '../lib/world/memory-ring.ts'
import { memoryWeb, type SigningForm } from '../lib/world/memory-web.ts'
import { quietLog } from '../lib/world/quiet-log.ts'
import { World } from '../lib/world/world.ts'

const SYMBOLS = ['BTCUSDT']
/** The market of a world moves at a third of the measured pace and in coarser steps: the same book, and more minutes for the same work. */
const MARKET_ACTIVITY_RATIO = 0.3
const MARKET_STEP_MS = 50
const MORTALS = ['md', 'strat', 'risk', 'exec', 'acct']
const KILL_EVERY_US = 60 * US_PER_S
const LIVENESS_US = 60 * US_PER_S
const SETTLE_US = 20 * US_PER_S

/** Bugs that can be planted, to prove that the checkers bite. */
const PLANTS: Readonly<Record<string, Partial<ExecDeps>>> = { 'no-fill-dedup': { seenFill: () => false } }

const signer: Signer = { apiKey: DEFAULT_ACCOUNT.apiKey, sign: (payload) => hmacSha256Hex(DEFAULT_ACCOUNT.secret, payload) }

const form: SigningForm = {
  rest: (request, key) => {
    const { target, headers } = signRequest(request, key)
    const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
    return { query: target.split('?')[1] ?? '', headers: Object.fromEntries(lower) }
  },
  frame: (frame, key) => frameText(frame, key),
}

/** How a world differs from the usual one. */
export interface WorldWish {
  /** Faults of the venue itself, beside those of the network. */
  readonly venueFaults?: FaultPlan
  /** Settings of risk that differ. */
  readonly policy?: object
  /** Orders come from somebody else. */
  readonly isWithoutStrategy?: boolean
  /** Stands between exec and its way to the venue. */
  readonly wrapLink?: (link: VenueLink & { cut(): void }) => VenueLink & { cut(): void }
}

/** A world with what outlives its daemons: the way to the venue, the ring, and what is written down. */
const openHouse = (seed: number, plant: Partial<ExecDeps>, wish: WorldWish) => {
  const log = quietLog()
  const world = new World({ seed, rates: SAFETY, log })
  const { kernel, faults } = world
  const web = memoryWeb({ kernel, faults, form })
  const execDeps: ExecDeps = { venue: binanceOrders, ...plant }
  return { seed, wish, log, world, web, execDeps, ring: memoryRing(kernel), truth: memoryRecords(), checkpoints: memoryRecords(), states: memoryDocuments() }
}

type House = ReturnType<typeof openHouse>

const addMarket = ({ world, web, ring, truth, checkpoints, seed, wish }: House): void => {
  const accounts = [{ name: DEFAULT_ACCOUNT.name, apiKey: DEFAULT_ACCOUNT.apiKey, balances: { USDT: '100000', BTC: '2' } }]
  world.add('sim', {
    spec: () => simDaemon({ hmac: hmacSha256Hex, secrets: { [DEFAULT_ACCOUNT.apiKey]: DEFAULT_ACCOUNT.secret } }),
    config: { ...simDefaults, symbols: SYMBOLS, seed, accounts, faults: wish.venueFaults ?? {}, stepMs: MARKET_STEP_MS, activityRatio: MARKET_ACTIVITY_RATIO },
    journaled: false,
    http: ({ onCut }) => {
      const server = web.serve()
      onCut(server.cut)
      return server
    },
    ports: ({ base }) => ({ ...base, feed: null, truth: truth.open() }),
  })
  world.add('md', {
    spec: () => mdDaemon({ venue: binanceMarket() }),
    config: conclude(MdConfig, { symbols: SYMBOLS, seed }, 'md'),
    journaled: false,
    ports: ({ base, onCut }) => {
      const venue = web.link(null)
      onCut(venue.cut)
      return { ...base, venue, ...ring.create(), checkpoints: checkpoints.open() }
    },
  })
}

const addBooks = ({ world, web, states, execDeps, wish }: House): void => {
  const policy = conclude(RiskConfig, wish.policy ?? {}, 'risk')
  world.add('exec', {
    spec: () => execDaemon(execDeps),
    config: conclude(ExecConfig, { symbols: SYMBOLS }, 'exec'),
    journaled: true,
    ports: ({ base, onCut }) => {
      const link = web.link(signer)
      const venue = wish.wrapLink?.(link) ?? link
      onCut(link.cut)
      return { ...base, venue }
    },
  })
  world.add('risk', {
    spec: () => riskDaemon(),
    config: { ...policy, policyVersion: createHash('sha256').update(policyText(policy)).digest('hex') },
    journaled: true,
    ports: ({ base }) => base,
  })
  world.add('acct', {
    spec: () => acctDaemon(),
    config: conclude(AcctConfig, {}, 'acct'),
    journaled: false,
    ports: ({ base }) => ({ ...base, state: states.open() }),
  })
}

const addStrategy = ({ world, ring }: House): void => {
  const { kernel, faults } = world
  world.add('strat', {
    spec: () => stratDaemon,
    config: conclude(StratConfig, { strategyId: 'maker', strategy: 'maker' }, 'strat'),
    journaled: false,
    ports: ({ base, onCut }) => {
      const host = new InlineHost({ kernel, faults, ring, ...loadStrategy('maker', {}) })
      onCut(() => host.stop(() => undefined))
      return { ...base, host }
    },
  })
}

/** Every daemon of the house in one world, and what they leave behind. */
export const buildWorld = (seed: number, plant: Partial<ExecDeps>, wish: WorldWish = {}) => {
  const house = openHouse(seed, plant, wish)
  addMarket(house)
  addBooks(house)
  if (wish.isWithoutStrategy !== true) addStrategy(house)
  const { world, web, log, truth, checkpoints, states, execDeps } = house
  const evidence = (): Evidence => evidenceOf(world, { truth: truth.records, checkpoints: checkpoints.records, states: states.documents, execDeps })
  return { world, web, evidence, log }
}

const framesOf = (world: World, name: string): readonly Frame[] => recover(world.disk(name)?.images() ?? []).frames

interface Left {
  readonly truth: readonly unknown[]
  readonly checkpoints: readonly unknown[]
  readonly states: readonly unknown[]
  readonly execDeps: ExecDeps
}

const evidenceOf = (world: World, left: Left): Evidence => {
  const [exec, risk] = [framesOf(world, 'exec'), framesOf(world, 'risk')]
  const readers = world.counters('strat').flatMap((document, index) => {
    const metrics = (document as { metrics: Record<string, number> } | null)?.metrics
    if (metrics === undefined) return []
    const count = (noun: string): number => metrics[`trade_strat_ring_${noun}_slots_total`] ?? 0
    return [{ name: `ring reader ${index}`, delivered: count('delivered'), lost: count('lost'), span: count('span') }]
  })
  return {
    truth: left.truth as TruthRecord[],
    exec: decodeFrames(exec, payloadOf),
    risk: decodeFrames(risk, payloadOf),
    checkpoints: left.checkpoints as Evidence['checkpoints'],
    readers,
    account: (left.states.findLast((state) => state !== null) as AccountState | undefined) ?? null,
    replays: [
      { service: 'exec', ...replay(createExecCore(left.execDeps), exec) },
      { service: 'risk', ...replay(riskCore, risk) },
    ],
    endUs: world.kernel.nowUs(),
  }
}

/** Faults and kills first; then peace, in which everybody must come back; then rest. */
export const playWorld = ({ world }: ReturnType<typeof buildWorld>, minutes: number): { events: number; violations: Violation[] } => {
  const totalUs = minutes * 60 * US_PER_S
  let events = 0
  for (let playedUs = 0; playedUs < totalUs - LIVENESS_US; playedUs += KILL_EVERY_US) {
    events += world.run(Math.min(KILL_EVERY_US, totalUs - LIVENESS_US - playedUs))
    const victim = MORTALS[world.chance.below(MORTALS.length)]
    if (victim !== undefined) world.kill(victim)
  }
  world.faults.setRates(QUIET)
  events += world.run(LIVENESS_US)
  const lazy = world.names().filter((name) => world.running(name)?.health().ready !== true)
  const violations: Violation[] = lazy.map((name) => ({
    id: 'L1',
    what: `not ready after a minute of peace: ${world.running(name)?.health().reason ?? 'ended'}`,
    where: name,
  }))
  world.stop('strat')
  const cli = world.hub.connect('cli', 1)
  cli.request({ service: 'exec', method: 'order.cancel', body: { all: true }, timeoutUs: US_PER_S, correlationId: 'cli-1' }, () => undefined)
  events += world.run(SETTLE_US)
  for (const { name, exit, message } of world.ends.filter((end) => end.exit !== 0))
    violations.push({ id: 'L1', what: `ended with exit code ${exit}: ${message}`, where: name })
  return { events, violations }
}

export class WorldCommand extends TradeCommand {
  static override summary = 'all daemons in one process under seeded faults, then the proof'
  static override description =
    'Losses, duplicates, reordering, lost answers and a kill each minute, all from the seed; the last minute is peace. Exit code 8 when a promise is broken.'
  static override examples = [
    'trade world --seed 42 --minutes 10',
    'trade world --seed 42 --minutes 10 --hash',
    'trade world --seed 42 --minutes 2 --plant no-fill-dedup',
  ]
  static override flags = {
    seed: Flags.integer({ description: 'seed of everything', default: 1, min: 0 }),
    minutes: Flags.integer({ description: 'length in simulated minutes', default: 2, min: 2 }),
    hash: Flags.boolean({ description: 'print only the hash of all effects', default: false }),
    plant: Flags.string({ description: `plant a bug: ${Object.keys(PLANTS).join(', ')}`, helpValue: 'NAME' }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(WorldCommand)
    const plant = flags.plant === undefined ? {} : PLANTS[flags.plant]
    if (plant === undefined)
      throw new TradeError('USAGE', `unknown plant '${flags.plant}'`, {
        exit: EXIT.usage,
        hint: `known: ${nearest(flags.plant ?? '', Object.keys(PLANTS)).join(', ') || Object.keys(PLANTS).join(', ')}`,
      })
    const clock = systemClock()
    const startedUs = clock.monoUs()
    const built = buildWorld(flags.seed, plant)
    const { events, violations } = playWorld(built, flags.minutes)
    const playedUs = clock.monoUs() - startedUs
    const verdict = verify(built.evidence())
    const all = [...violations, ...verdict.violations]
    const hash = built.world.digest()
    const report = {
      seed: flags.seed,
      minutes: flags.minutes,
      symbols: SYMBOLS.length,
      events,
      orders: verdict.counts.sends,
      fills: verdict.counts.fills,
      faults: built.world.faults.count,
      violations: all,
      hash,
      speed: Math.round((flags.minutes * 60 * US_PER_S) / playedUs),
    }
    process.stdout.write(flags.hash ? `${hash}\n` : `${JSON.stringify(report)}\n`)
    for (const { id, what, where } of all.slice(0, 20)) process.stderr.write(`${id} ${where}: ${what} (seed ${flags.seed})\n`)
    process.exitCode = all.length === 0 ? EXIT.ok : EXIT.failed
  }
}
