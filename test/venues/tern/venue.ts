import { formatUnits, parseUnits } from '../../../src/lib/base/decimal.ts'
import type { VenueResult } from '../../../src/lib/ports/venue.ts'

/** Sizes have six places, prices one. */
const SIZE_PLACES = 6
const WINDOW_MS = 60_000
const ORDERS_WINDOW_MS = 10_000
const STRIKES = 5

type Params = ReadonlyMap<string, string>
type Owner = 'us' | 'them'

interface TernOrder {
  readonly oid: string
  readonly ref: string
  readonly owner: Owner
  readonly way: 'bid' | 'offer'
  readonly px: number | null
  readonly pxText: string | null
  readonly size: number
  readonly life: string
  done: number
  state: 'live' | 'complete' | 'withdrawn' | 'lapsed'
  atMs: number
}

interface TernFill {
  readonly fid: string
  readonly oid: string
  readonly market: string
  readonly way: 'bid' | 'offer'
  readonly px: string
  readonly size: string
  readonly charge: string
  readonly passive: boolean
  readonly atMs: number
}

/** A refusal in the venue's own words. */
class Trouble extends Error {
  readonly status: number
  constructor(status: number, word: string) {
    super(word)
    this.status = status
  }
}

const MARKET = 'BTC-TERN'
const START_MS = 1_700_000_000_000

/** A small venue with habits of its own: no order is found by the client's reference, fills are listed by time, ids are no numbers. */
export class TernVenue {
  nowUs = START_MS * 1_000
  readonly feed: string[] = []
  isListening = false
  readonly #weightMax: number
  readonly #ordersMax: number
  readonly #orders: TernOrder[] = []
  readonly #fills: TernFill[] = []
  #weight = { window: -1, used: 0, strikes: 0 }
  #placed = { window: -1, used: 0 }

  constructor({ weightCount = 6_000, ordersCount = 100 }: { readonly weightCount?: number; readonly ordersCount?: number } = {}) {
    this.#weightMax = weightCount
    this.#ordersMax = ordersCount
  }

  get nowMs(): number {
    return Math.floor(this.nowUs / 1_000)
  }

  /** Answers one call. */
  answer(call: string, params: Params, weight: number): VenueResult {
    try {
      this.#spend(weight)
      return this.#result(200, this.#run(call, params))
    } catch (error) {
      if (!(error instanceof Trouble)) throw error
      return this.#result(error.status, { trouble: error.message })
    }
  }

  #result(status: number, body: unknown): VenueResult {
    const headers = { 'x-tern-used': String(this.#weight.used), ...(status === 429 || status === 423 ? { 'retry-after': '3' } : {}) }
    return { ok: true, status, headers, body: JSON.stringify(body), sentMonoUs: 0 }
  }

  #spend(weight: number): void {
    const window = Math.floor(this.nowMs / WINDOW_MS)
    if (window !== this.#weight.window) this.#weight = { window, used: 0, strikes: 0 }
    this.#weight.used += weight
    if (this.#weight.used <= this.#weightMax) return
    this.#weight.strikes += 1
    throw this.#weight.strikes > STRIKES ? new Trouble(423, 'shut out') : new Trouble(429, 'slow down')
  }

  readonly #calls: Readonly<Record<string, (params: Params) => unknown>> = {
    'GET /clock': () => ({ now: this.nowMs }),
    'GET /rules': () => ({ markets: [MARKET], perMinute: this.#weightMax, ordersPer10s: this.#ordersMax }),
    'GET /purse': () => ({ purse: [{ coin: 'USDT', loose: '100000', bound: '0' }] }),
    'GET /orders': () => this.#orders.filter(({ owner, state }) => owner === 'us' && state === 'live').map((order) => this.#view(order)),
    'GET /orders/one': (params) => this.#view(this.#own(params)),
    'DELETE /orders/one': (params) => this.#withdraw(this.#own(params)),
    'POST /orders': (params) => this.#view(this.place('us', params)),
    'GET /fills': (params) => this.#fillsFrom(Number(params.get('since') ?? -1), Number(params.get('most'))),
  }

  #run(call: string, params: Params): unknown {
    const signedMs = params.get('stamp')
    if (signedMs !== undefined && Math.abs(this.nowMs - Number(signedMs)) > Number(params.get('good'))) throw new Trouble(401, 'stamp is stale')
    const run = this.#calls[call]
    if (run === undefined) throw new Trouble(404, 'no such call')
    return run(params)
  }

  #own(params: Params): TernOrder {
    const order = this.#orders.find(({ oid, owner }) => owner === 'us' && oid === params.get('oid'))
    if (order === undefined) throw new Trouble(404, 'never heard of it')
    return order
  }

  #withdraw(order: TernOrder): unknown {
    if (order.state !== 'live') throw new Trouble(410, 'too late')
    this.#end(order, 'withdrawn')
    return this.#view(order)
  }

  #fillsFrom(since: number, most: number): readonly TernFill[] {
    return since < 0 ? this.#fills.slice(-most) : this.#fills.filter(({ atMs }) => atMs >= since).slice(0, most)
  }

  #checked(owner: Owner, params: Params): { readonly px: number | null; readonly size: number } {
    const size = parseUnits(params.get('size') ?? '', SIZE_PLACES)
    const pxText = params.get('px')
    const px = pxText === undefined ? null : parseUnits(pxText, 1) / 10
    if (!(size > 0) || Number.isNaN(px)) throw new Trouble(422, 'off the grid')
    if (owner === 'us' && px !== null && (px * size) / 10 ** SIZE_PLACES > 100_000) throw new Trouble(422, 'purse is too light')
    const twin = this.#orders.some((order) => order.owner === owner && order.state === 'live' && order.ref === params.get('ref'))
    if (twin) throw new Trouble(409, 'ref is taken')
    if (owner === 'us') this.#countOrder()
    return { px, size }
  }

  #countOrder(): void {
    const window = Math.floor(this.nowMs / ORDERS_WINDOW_MS)
    if (window !== this.#placed.window) this.#placed = { window, used: 0 }
    if (this.#placed.used >= this.#ordersMax) throw new Trouble(429, 'too many orders')
    this.#placed.used += 1
  }

  /** Takes an order in and matches it. */
  place(owner: Owner, params: Params): TernOrder {
    const { px, size } = this.#checked(owner, params)
    const order: TernOrder = {
      ...{ oid: `O-${(this.#orders.length + 171).toString(16)}q`, ref: params.get('ref') ?? '', owner, way: params.get('way') === 'bid' ? 'bid' : 'offer' },
      ...{ px, pxText: params.get('px') ?? null, size, life: params.get('life') ?? 'stay', done: 0, state: 'live', atMs: this.nowMs },
    }
    this.#orders.push(order)
    this.#tell(order, null)
    const others = this.#crossing(order)
    const offered = others.reduce((sum, other) => sum + other.size - other.done, 0)
    if (order.life !== 'whole' || offered >= size) for (const other of others) this.#trade(order, other)
    if (order.done < size && (px === null || order.life !== 'stay')) this.#end(order, 'lapsed')
    return order
  }

  #crossing({ way, px }: TernOrder): TernOrder[] {
    const isBid = way === 'bid'
    const reaches = (other: number): boolean => px === null || (isBid ? other <= px : other >= px)
    return this.#orders
      .filter((other) => other.state === 'live' && other.way !== way && other.px !== null && reaches(other.px))
      .sort((a, b) => ((a.px ?? 0) - (b.px ?? 0)) * (isBid ? 1 : -1))
  }

  #trade(taker: TernOrder, maker: TernOrder): void {
    const size = Math.min(taker.size - taker.done, maker.size - maker.done)
    if (size === 0) return
    for (const order of [maker, taker]) {
      order.done += size
      order.atMs = this.nowMs
      if (order.done === order.size) order.state = 'complete'
    }
    for (const order of [maker, taker]) if (order.owner === 'us') this.#book(order, { px: maker.pxText ?? '', size, passive: order === maker })
  }

  #book({ oid, way }: TernOrder, { px, size, passive }: { readonly px: string; readonly size: number; readonly passive: boolean }): void {
    const fid = `f${(this.#fills.length * 7919 + 13).toString(36)}z`
    const fill = { fid, oid, market: MARKET, way, px, size: formatUnits(size, SIZE_PLACES), charge: '0.01', passive, atMs: this.nowMs }
    this.#fills.push(fill)
    const order = this.#orders.find((known) => known.oid === oid)
    if (order !== undefined) this.#tell(order, fill)
  }

  #end(order: TernOrder, state: 'withdrawn' | 'lapsed'): void {
    order.state = state
    order.atMs = this.nowMs
    this.#tell(order, null)
  }

  #view({ oid, ref, way, pxText, size, life, done, state, atMs }: TernOrder) {
    return { oid, ref, market: MARKET, way, px: pxText, size: formatUnits(size, SIZE_PLACES), life, done: formatUnits(done, SIZE_PLACES), state, atMs }
  }

  #tell(order: TernOrder, fill: TernFill | null): void {
    if (!this.isListening || order.owner !== 'us') return
    this.feed.push(JSON.stringify({ news: 'order', order: this.#view(order), fill }))
    if (fill !== null) this.feed.push(JSON.stringify({ news: 'purse', purse: [{ coin: 'USDT', loose: '99000', bound: '0' }] }))
  }
}
