import { type Prng, prng } from '../../src/lib/base/prng.ts'
import type { SubmitAnswer, SubmitRequest } from '../../src/lib/contracts/exec.ts'
import type { Ticker } from '../../src/lib/contracts/market.ts'
import type { Bus, BusAnswer } from '../../src/lib/ports/bus.ts'
import type { Clock } from '../../src/lib/ports/clock.ts'

/** What is sent, and how much of it. */
export interface LoadPlan {
  readonly symbols: readonly string[]
  readonly strategies: number
  readonly ordersPerS: number
  /** Beyond so many orders that may rest, the oldest are canceled. */
  readonly restingMax: number
  readonly seed: number
}

type Sides = Pick<Ticker, 'bid' | 'ask'>
type Terms = Pick<SubmitRequest, 'side' | 'type' | 'tif'> & { readonly price?: string; readonly postOnly: boolean }

const ANSWER_WITHIN_US = 1_000_000
const TRIES = 12
const AGAIN_US = 500_000
/** Share of the answers that are thrown away, as if they were lost on the bus. */
const LOST_RATIO = 0.03
const CANCEL_RATIO = 0.25
const TICK_US = 20_000
/** While so many wait for an answer, no other begins: a venue away for long would only be hammered. */
const WAITING_MAX = 200
const US_PER_S = 1_000_000
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

/** Orders of many strategies through a bus, and what exec promised about them. */
export class Load {
  /** Client order ids by `strategyId intentId`, as exec acknowledged them. */
  readonly promises = new Map<string, string>()
  /** Intents that were acknowledged with two ids. */
  readonly contradictions: string[] = []
  readonly counts = { asked: 0, again: 0, refused: 0, unanswered: 0, cancels: 0 }
  readonly #bus: Bus
  readonly #clock: Clock
  readonly #plan: LoadPlan
  readonly #chance: Prng
  readonly #sides = new Map<string, Sides>()
  readonly #resting: string[] = []
  readonly #fromUs: number
  #isEnding = false
  #due = 0
  #waiting = 0

  /** Begins at once. */
  constructor({ bus, clock }: { readonly bus: Bus; readonly clock: Clock }, plan: LoadPlan) {
    this.#bus = bus
    this.#clock = clock
    this.#plan = plan
    this.#chance = prng(plan.seed, 'exec-chaos.load')
    this.#fromUs = clock.monoUs()
    bus.subscribe('market_data.{symbol}.ticker', ({ body }) => void this.#sides.set((body as Ticker).symbol, body as Ticker))
    this.#tick()
  }

  /** True when nothing waits for an answer any more. */
  get isIdle(): boolean {
    return this.#waiting === 0
  }

  /** Nothing new is sent; what waits for an answer goes on. */
  end(): void {
    this.#isEnding = true
  }

  #tick(): void {
    if (this.#isEnding) return
    const due = ((this.#clock.monoUs() - this.#fromUs) / US_PER_S) * this.#plan.ordersPerS
    for (; this.#due < due; this.#due++) this.#place()
    this.#clock.after(TICK_US, () => this.#tick())
  }

  #place(): void {
    const { symbols, strategies } = this.#plan
    const chance = this.#chance
    const symbol = symbols[chance.below(symbols.length)] ?? ''
    const sides = this.#sides.get(symbol)
    if (sides === undefined || this.#waiting >= WAITING_MAX) return
    this.counts.asked += 1
    this.#waiting += 1
    const { postOnly, ...terms } = termsOf(chance, symbol, sides)
    const qty = ((20 + chance.unit() * 180) / Number(sides.bid)).toFixed(decimals(symbol)[1])
    const ids = { intentId: `i${this.counts.asked}`, strategyId: `chaos${chance.below(strategies)}` }
    this.#submit({ ...ids, symbol, qty, postOnly, reduceOnly: false, selfTradePrevention: 'none', ...terms }, TRIES)
  }

  #request(method: string, body: object, done: (answer: BusAnswer) => void): void {
    this.#bus.request({ service: 'exec', method, body, timeoutUs: ANSWER_WITHIN_US, correlationId: 'chaos' }, done)
  }

  /** Sends an intent until it has an answer: the same one, as a strategy does that lost the answer. */
  #submit(intent: SubmitRequest, triesLeft: number): void {
    this.#request('order.submit', intent, (answer) => {
      if (answer.ok) this.#keep(intent, (answer.body as SubmitAnswer).clientOrderId)
      const isLost = answer.ok && this.#chance.chance(LOST_RATIO)
      if ((!isLost && !isOpen(answer)) || triesLeft === 0) {
        this.#answered(intent, answer)
        return
      }
      this.counts.again += 1
      this.#clock.after(isLost ? 0 : AGAIN_US, () => this.#submit(intent, triesLeft - 1))
    })
  }

  #answered({ tif, type }: SubmitRequest, answer: BusAnswer): void {
    this.#waiting -= 1
    if (!answer.ok) {
      this.counts[isOpen(answer) ? 'unanswered' : 'refused'] += 1
      return
    }
    if (tif === 'gtc' && type !== 'market') this.#resting.push((answer.body as SubmitAnswer).clientOrderId)
    this.#thin()
  }

  #keep({ strategyId, intentId }: SubmitRequest, clientOrderId: string): void {
    const key = `${strategyId} ${intentId}`
    const known = this.promises.get(key)
    if (known !== undefined && known !== clientOrderId) this.contradictions.push(`${key}: ${known} and ${clientOrderId}`)
    this.promises.set(key, clientOrderId)
  }

  /** Cancels one of the orders that may rest, now and then, and always when there are too many. */
  #thin(): void {
    const isFull = this.#resting.length > this.#plan.restingMax
    if (this.#resting.length === 0 || !(isFull || this.#chance.chance(CANCEL_RATIO))) return
    const [clientOrderId] = this.#resting.splice(isFull ? 0 : this.#chance.below(this.#resting.length), 1)
    this.counts.cancels += 1
    this.#request('order.cancel', { clientOrderId }, () => undefined)
  }
}
