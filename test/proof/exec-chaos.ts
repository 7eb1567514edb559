import { loadavg } from 'node:os'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { replayers } from '../../src/commands/verify.ts'
import { type Prng, prng } from '../../src/lib/base/prng.ts'
import { readEvidence } from '../../src/lib/cli/evidence.ts'
import { type CliPeer, openPeer } from '../../src/lib/cli/peer.ts'
import type { StatusAnswer } from '../../src/lib/contracts/exec.ts'
import { verify } from '../../src/lib/verify/verify.ts'
import { until } from '../kit/until.ts'
import { Load } from './exec-chaos-load.ts'
import { type ChaosStack, openStack } from './exec-chaos-stack.ts'
import { type Harm, harmOf } from './exec-chaos-verdict.ts'

const NAMES = ['BTCUSDT', 'ETHUSDT', ...Array.from({ length: 8 }, (_, index) => `S${index + 1}USDT`)]
/** What goes wrong with calls for orders and with user events: nothing else does. */
const FAULTS = 'lost-answer:5%,orders-5xx:2.5%,late-5xx:2.5%,user-dup:10%,user-swap:10%'
const ROOMY = 'weight=600000/1m,orders=100000/10s,openOrders=5000'
const REAL = 'weight=6000/1m,orders=100/10s,openOrders=200'
const READY_WITHIN_MS = 90_000
const READY_P99_MS_MAX = 5_000
/** Of few restarts it is the slowest that counts, and a busy machine may delay one. */
const [FEW_RESTARTS, READY_SLOWEST_MS_MAX] = [50, 15_000]
const SETTLE_WITHIN_MS = 60_000
/** Share of the kills that come before exec is ready. */
const EARLY_RATIO = 0.15
const EARLY_MS_MAX = 1_000

interface ChaosPlan {
  readonly cycles: number
  readonly seed: number
  readonly symbols: readonly string[]
  readonly route: string
  readonly isReal: boolean
  readonly isPlanted: boolean
  readonly lifeMs: number
}

const cutsOf = async (stack: ChaosStack, { route, lifeMs }: ChaosPlan, chance: Prng): Promise<void> => {
  const [beforeMs, afterMs] = [chance.below(lifeMs), chance.below(lifeMs)]
  await sleep(beforeMs / 2)
  if (route === 'auto') await stack.act({ act: 'disconnect', scope: chance.chance(0.7) ? 'callers' : 'api' })
  await sleep(afterMs / 2)
}

/** Starts exec and kills it at a seeded moment, again and again; how long each took until it was ready. */
const killAll = async (stack: ChaosStack, plan: ChaosPlan, chance: Prng): Promise<number[]> => {
  const readyMs: number[] = []
  for (let cycle = 0; cycle < plan.cycles; cycle++) {
    const exec = stack.startExec()
    try {
      if (chance.chance(EARLY_RATIO)) {
        await sleep(chance.below(EARLY_MS_MAX))
      } else {
        readyMs.push(await stack.execReady(READY_WITHIN_MS))
        await cutsOf(stack, plan, chance)
      }
    } finally {
      exec.child.kill('SIGKILL')
      stack.keepLog(cycle, (await exec.ended).errors)
    }
  }
  return readyMs
}

/** Nothing is open any more, at exec's word. */
const settle = async (peer: CliPeer): Promise<void> => {
  const ask = (method: string, body: object) => peer.ask({ service: 'exec', method, body, timeoutUs: 2_000_000 })
  const isOver = async (): Promise<boolean> => {
    await ask('order.cancel', { all: true })
    const answer = await ask('order.status', {})
    return answer.ok && (answer.body as StatusAnswer).orders.length === 0
  }
  await until('no order is open', isOver, { withinMs: SETTLE_WITHIN_MS, everyMs: 500 })
}

interface Outcome {
  readonly readyMs: readonly number[]
  readonly load: Load
  readonly problems: readonly string[]
}

const play = async (stack: ChaosStack, plan: ChaosPlan): Promise<Outcome> => {
  const chance = prng(plan.seed, 'exec-chaos')
  const peer = await openPeer(stack.places)
  const load = new Load(peer, {
    symbols: plan.symbols,
    strategies: 20,
    ordersPerS: plan.isReal ? 5 : 100,
    restingMax: plan.isReal ? 150 : 2_000,
    seed: plan.seed,
  })
  const readyMs = await killAll(stack, plan, chance)
  const last = stack.startExec()
  stack.onKill(() => void last.child.kill('SIGKILL'))
  readyMs.push(await stack.execReady(READY_WITHIN_MS))
  load.end()
  await until('every intent is answered', () => load.isIdle, { withinMs: SETTLE_WITHIN_MS, everyMs: 100 })
  await stack.endFaults()
  const problems: string[] = []
  await settle(peer).catch((error: unknown) => void problems.push(String(error)))
  const open = await stack.openAtVenue()
  if (open.length > 0) problems.push(`${open.length} orders are open at the venue that exec knows to have ended: ${open.slice(0, 3).join(' ')}`)
  await peer.close()
  return { readyMs, load, problems: [...problems, ...(await stack.stop(last))] }
}

const p99 = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return Math.round(sorted[Math.max(0, Math.ceil(sorted.length * 0.99) - 1)] ?? 0)
}

const judge = (stack: ChaosStack, { readyMs, load, problems }: Outcome): { readonly harm: Harm; readonly readyMsP99: number; readonly problems: string[] } => {
  const evidence = readEvidence(stack.places, replayers)
  const harm = harmOf(evidence, verify(evidence), load)
  const readyMsP99 = p99(readyMs)
  const limitMs = readyMs.length < FEW_RESTARTS ? READY_SLOWEST_MS_MAX : READY_P99_MS_MAX
  const slow = readyMsP99 <= limitMs ? [] : [`99 of 100 restarts were ready within ${readyMsP99} ms, the limit is ${limitMs}`]
  return { harm, readyMsP99, problems: [...problems, ...harm.problems, ...slow, ...(harm.orders === 0 ? ['no order left'] : [])] }
}

const runPlan = async (plan: ChaosPlan, say: (text: string) => void): Promise<number> => {
  const { isReal, isPlanted, seed, route, symbols } = plan
  const stack = await openStack({ symbols, seed, limits: isReal ? REAL : ROOMY, faults: FAULTS, route, isPlanted })
  try {
    const outcome = await play(stack, plan)
    const { harm, readyMsP99, problems } = judge(stack, outcome)
    for (const problem of problems.slice(0, 40)) process.stderr.write(`${problem}\n`)
    const { orders, lost, duplicated, fillsMissed, fillsDoubled } = harm
    say(`${JSON.stringify({ load: outcome.load.counts, problems: problems.length, loadAverage: loadavg().map(Math.round) })}\n`)
    process.stdout.write(`${JSON.stringify({ cycles: plan.cycles, orders, lost, duplicated, fillsMissed, fillsDoubled, readyMsP99, seed })}\n`)
    if (problems.length === 0) stack.remove()
    else process.stderr.write(`everything is kept in ${stack.dir}\n`)
    return problems.length === 0 ? 0 : 8
  } catch (error) {
    stack.kill()
    throw error
  }
}

export const proof = {
  name: 'exec-chaos',
  summary: 'kill -9 of exec again and again under load, lost answers and unknown outcomes: no order lost or sent twice, no fill missed or doubled',
  run: async (args: string[]): Promise<number> => {
    const options = {
      cycles: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
      symbols: { type: 'string', default: String(NAMES.length) },
      route: { type: 'string', default: 'auto' },
      'real-limits': { type: 'boolean', default: false },
      plant: { type: 'boolean', default: false },
      'life-ms': { type: 'string' },
      json: { type: 'boolean', default: false },
    } as const
    const { values } = parseArgs({ args, options })
    const isReal = values['real-limits']
    const lifeMs = Number(values['life-ms'] ?? (isReal ? 20_000 : 4_000))
    const symbols = NAMES.slice(0, Number(values.symbols))
    const plan = { cycles: Number(values.cycles), seed: Number(values.seed), symbols, route: values.route, isReal, isPlanted: values.plant, lifeMs }
    return runPlan(plan, (text) => void (values.json ? null : process.stdout.write(text)))
  },
}
