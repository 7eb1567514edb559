import { buildWorld, type WorldWish } from '../../src/commands/world.ts'
import type { ExecDeps } from '../../src/daemons/exec/core.ts'
import { guardBus } from '../../src/lib/daemon/door.ts'
import { verify } from '../../src/lib/verify/verify.ts'
import { QUIET } from '../../src/lib/world/faults.ts'
import { virtualClock } from '../../src/lib/world/virtual-clock.ts'
import { Load } from './exec-chaos-load.ts'
import { resending } from './exec-chaos-resend.ts'
import { type Harm, harmOf } from './exec-chaos-verdict.ts'

/** One history and the harm in it. */
export interface Played extends Harm {
  readonly seed: number
  readonly kills: number
}

const US_PER_S = 1_000_000
/** Faults and deaths first, then a time in which every fate comes out. */
const [TROUBLE_US, PEACE_US] = [35 * US_PER_S, 25 * US_PER_S]
const LIFE_US_MAX = 5 * US_PER_S
/** Share of the power cuts that hit risk too. */
const BOTH_RATIO = 0.3
const ORDERS_PER_S = 8
const POLICY = {
  ordersPerS: 1_000,
  burstCount: 1_000,
  maxOpenOrdersCount: 1_000,
  limits: { '*': { maxQty: '1000000', maxNotional: '10000', maxPosition: '1000000', collarBps: 1_000, maxOpenOrdersCount: 1_000 } },
}
const WISH: WorldWish = {
  venueFaults: { 'lost-answer': 0.05, 'orders-5xx': 0.025, 'late-5xx': 0.025, 'user-dup': 0.1, 'user-swap': 0.1 },
  policy: POLICY,
  isWithoutStrategy: true,
}

/** Bugs that must be found, by name. */
export const PLANTS: Readonly<Record<string, { readonly deps: Partial<ExecDeps>; readonly wish: WorldWish }>> = {
  none: { deps: {}, wish: {} },
  resend: { deps: {}, wish: { wrapLink: resending } },
  'no-fill-dedup': { deps: { seenFill: () => false }, wish: {} },
}

type Built = ReturnType<typeof buildWorld>

/** Power cuts at seeded moments; how many there were. */
const cutPower = ({ world }: Built): number => {
  const endUs = world.kernel.nowUs() + TROUBLE_US
  let kills = 0
  while (world.kernel.nowUs() < endUs) {
    world.run(Math.min(world.chance.below(LIFE_US_MAX), endUs - world.kernel.nowUs()))
    world.kill('exec')
    if (world.chance.chance(BOTH_RATIO)) world.kill('risk')
    kills += 1
  }
  return kills
}

/** No more faults; the load ends, and all that is open is canceled. */
const settle = ({ world, web }: Built, load: Load, cancelAll: () => void): void => {
  world.faults.setRates(QUIET)
  web.link(null).send({ method: 'POST', path: '/sim/faults', params: [], security: 'none' }, US_PER_S, () => undefined)
  load.end()
  for (let leftUs = PEACE_US; leftUs > 0; leftUs -= US_PER_S) {
    cancelAll()
    world.run(US_PER_S)
  }
}

/** Plays 60 simulated seconds with a seed, with a bug or without. */
export const playExecWorld = (seed: number, plant: keyof typeof PLANTS): Played => {
  const { deps, wish } = PLANTS[plant] ?? { deps: {}, wish: {} }
  const built = buildWorld(seed, deps, { ...WISH, ...wish })
  const { world } = built
  const clock = virtualClock(world.kernel)
  const bus = guardBus('cli', world.hub.connect('cli', 1), built.log)
  const load = new Load({ bus, clock }, { symbols: ['BTCUSDT'], strategies: 5, ordersPerS: ORDERS_PER_S, restingMax: 60, seed })
  const kills = cutPower(built)
  settle(built, load, () =>
    bus.request({ service: 'exec', method: 'order.cancel', body: { all: true }, timeoutUs: US_PER_S, correlationId: 'chaos' }, () => undefined),
  )
  const evidence = built.evidence()
  const harm = harmOf(evidence, verify(evidence), load)
  const ends = world.ends.filter(({ exit }) => exit !== 0).map(({ name, exit, message }) => `'${name}' ended with ${exit}: ${message}`)
  const lazy = world.names().flatMap((name) => {
    const health = world.running(name)?.health()
    return health?.ready === true ? [] : [`'${name}' is not ready at the end: ${health?.reason ?? 'ended'}`]
  })
  return { ...harm, seed, kills, problems: [...harm.problems, ...ends, ...lazy] }
}
