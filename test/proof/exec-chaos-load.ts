import { setTimeout as sleep } from 'node:timers/promises'
import { type Prng, prng } from '../../src/lib/base/prng.ts'
import type { CliPeer } from '../../src/lib/cli/peer.ts'
import type { SubmitAnswer, SubmitRequest } from '../../src/lib/contracts/exec.ts'
import type { Ticker } from '../../src/lib/contracts/market.ts'
import type { BusAnswer } from '../../src/lib/ports/bus.ts'

/** What is sent, and how much of it. */
export interface LoadPlan {
  readonly symbols: readonly string[]
  readonly strategies: number
  readonly ordersPerS: number
  /** Beyond so many orders that may rest, the oldest are canceled. */
  readonly restingMax: number
  readonly seed: number
}

/** Orders of many strategies through the bus, and what exec promised about them. */
export interface Load {
  /** Client order ids by `strategyId intentId`, as exec acknowledged them. */
  readonly promises: ReadonlyMap<string, string>
  /** Intents that were acknowledged with two ids. */
  readonly contradictions: readonly string[]
  readonly counts: { asked: number; again: number; refused: number; unanswered: number; cancels: number }
  /** Ends it; resolves when nothing waits for an answer any more. */
  stop(): Promise<void>
}

type Sides = Pick<Ticker, 'bid' | 'ask'>
type Terms = Pick<SubmitRequest, 'side' | 'type' | 'tif'> & { readonly price?: string; readonly postOnly: boolean }

const ANSWER_WITHIN_US = 1_000_000
const TRIES = 6
const AGAIN_MS = 300
/** Share of the answers that are thrown away, as if they were lost on the bus. */
const LOST_RATIO = 0.03
const CANCEL_RATIO = 0.25
const TICK_MS = 20
const PLACES: Readonly<Record<string, readonly [price: number, qty: number]>> = { BTCUSDT: [2, 5], ETHUSDT: [2, 4] }

const decimals = (symbol: string): readonly [price: number, qty: number] => PLACES[symbol] ?? [4, 4]

/** A price so many basis points away from the touch, to the passive side when they are positive. */
const priceAt = (symbol: string, sides: Sides, { side, bps }: { readonly side: 'buy' | 'sell'; readonly bps: number }): string => {
  const touch = Number(side === 'buy' ? sides.bid : sides.ask)
  return (touch * (1 + ((side === 'buy' ? -1 : 1) * bps) / 10_000)).toFixed(decimals(symbol)[0])
}

/** Some rest far away, some near, some take at once. */
const termsOf = (chance: Prng, symbol: string, sides: Sides): Terms => {
  const side = chance.chance(0.5) ? 'buy' : 'sell'
  const kind = chance.unit()
  const at = (bps: number): string => priceAt(symbol, sides, { side, bps })
  if (kind < 0.5) return { side, type: 'limit', tif: 'gtc', price: at(20 + chance.unit() * 400), postOnly: false }
  if (kind < 0.65) return { side, type: 'limitMaker', tif: 'gtc', price: at(1 + chance.unit() * 5), postOnly: true }
  if (kind < 0.85) return { side, type: 'limit', tif: 'ioc', price: at(-5), postOnly: false }
  if (kind < 0.92) return { side, type: 'limit', tif: 'gtc', price: at(-2), postOnly: false }
  return { side, type: 'market', tif: 'gtc', postOnly: false }
}

/** Worth the same intent again: nobody answered, or nothing was decided. */
const isOpen = (answer: BusAnswer): boolean => !answer.ok && answer.error.category === 'retry'

class ChaosLoad implements Load {
  readonly promises = new Map<string, string>()
  readonly contradictions: string[] = []
  readonly counts = { asked: 0, again: 0, refused: 0, unanswered: 0, cancels: 0 }
  readonly #peer: CliPeer
  readonly #plan: LoadPlan
  readonly #chance: Prng
  readonly #sides = new Map<string, Sides>()
  readonly #resting: string[] = []
  readonly #waiting = new Set<Promise<void>>()
  readonly #done: Promise<void>
  #isEnding = false
  #intents = 0

  constructor(peer: CliPeer, plan: LoadPlan) {
    this.#peer = peer
    this.#plan = plan
    this.#chance = prng(plan.seed, 'exec-chaos.load')
    peer.bus.subscribe('market_data.{symbol}.ticker', ({ body }) => void this.#sides.set((body as Ticker).symbol, body as Ticker))
    this.#done = this.#run()
  }

  async #run(): Promise<void> {
    const fromMs = performance.now()
    for (let sent = 0; !this.#isEnding; await sleep(TICK_MS)) {
      const due = ((performance.now() - fromMs) / 1_000) * this.#plan.ordersPerS
      for (; sent < due; sent++) this.#start(this.#place())
    }
    while (this.#waiting.size > 0) await Promise.all(this.#waiting)
  }

  #start(work: Promise<void>): void {
    this.#waiting.add(work)
    void work.finally(() => this.#waiting.delete(work))
  }

  async #place(): Promise<void> {
    const { symbols, strategies } = this.#plan
    const chance = this.#chance
    const symbol = symbols[chance.below(symbols.length)] ?? ''
    const sides = this.#sides.get(symbol)
    if (sides === undefined) return
    this.#intents += 1
    const { postOnly, ...terms } = termsOf(chance, symbol, sides)
    const qty = ((20 + chance.unit() * 180) / Number(sides.bid)).toFixed(decimals(symbol)[1])
    const intent = { intentId: `i${this.#intents}`, strategyId: `chaos${chance.below(strategies)}`, symbol, qty, postOnly, reduceOnly: false, ...terms }
    const clientOrderId = await this.#submit(intent)
    if (clientOrderId !== null && terms.tif === 'gtc' && terms.type !== 'market') this.#resting.push(clientOrderId)
    await this.#thin()
  }

  /** Sends an intent until it has an answer: the same one, as a strategy does that lost the answer. */
  async #submit(intent: SubmitRequest): Promise<string | null> {
    this.counts.asked += 1
    for (let turn = 0; turn < TRIES; turn++) {
      const answer = await this.#peer.ask({ service: 'exec', method: 'order.submit', body: intent, timeoutUs: ANSWER_WITHIN_US })
      if (answer.ok) {
        const { clientOrderId } = answer.body as SubmitAnswer
        this.#keep(intent, clientOrderId)
        if (!this.#chance.chance(LOST_RATIO)) return clientOrderId
      } else if (!isOpen(answer)) {
        this.counts.refused += 1
        return null
      }
      this.counts.again += 1
      await sleep(answer.ok ? 0 : AGAIN_MS)
    }
    this.counts.unanswered += 1
    return null
  }

  #keep({ strategyId, intentId }: SubmitRequest, clientOrderId: string): void {
    const key = `${strategyId} ${intentId}`
    const known = this.promises.get(key)
    if (known !== undefined && known !== clientOrderId) this.contradictions.push(`${key}: ${known} and ${clientOrderId}`)
    this.promises.set(key, clientOrderId)
  }

  /** Cancels one of the orders that may rest, now and then, and always when there are too many. */
  async #thin(): Promise<void> {
    const isFull = this.#resting.length > this.#plan.restingMax
    if (this.#resting.length === 0 || !(isFull || this.#chance.chance(CANCEL_RATIO))) return
    const [clientOrderId] = this.#resting.splice(isFull ? 0 : this.#chance.below(this.#resting.length), 1)
    this.counts.cancels += 1
    await this.#peer.ask({ service: 'exec', method: 'order.cancel', body: { clientOrderId }, timeoutUs: ANSWER_WITHIN_US })
  }

  async stop(): Promise<void> {
    this.#isEnding = true
    await this.#done
  }
}

/** Begins to send. */
export const startLoad = (peer: CliPeer, plan: LoadPlan): Load => new ChaosLoad(peer, plan)
