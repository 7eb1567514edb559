import type { Prng } from '../base/prng.ts'
import { US_PER_S } from '../base/time.ts'
import type { MarketAnswer, MarketRoute, MarketVenue } from './market.ts'
import { RecordingSnapshots, retryUs, type SnapshotEffect } from './recording-snapshots.ts'

/** After the streams have begun, so that their first diffs are before the snapshot. */
const SETTLE_US = 300_000
const ANSWER_WITHIN_US = 10_000_000

/** What a recorder does at the word of its plan. `linkId` is a socket, new at each opening; a timer replaces the one of the same id. */
export type RecorderEffect =
  | Exclude<SnapshotEffect, { type: 'timer' }>
  | { readonly type: 'timer'; readonly id: string; readonly afterUs: number }
  | { readonly type: 'open'; readonly linkId: number; readonly path: string }
  | { readonly type: 'send'; readonly linkId: number; readonly text: string }
  | { readonly type: 'close'; readonly linkId: number }
  /** The books of these do not come any more, until they begin again. */
  | { readonly type: 'lost'; readonly symbols: readonly string[] }

/** What happens to a recorder. */
export type RecorderInput =
  | { readonly type: 'start' }
  | { readonly type: 'opened'; readonly linkId: number }
  | { readonly type: 'frame'; readonly linkId: number; readonly bytes: Uint8Array }
  | { readonly type: 'closed'; readonly linkId: number; readonly reason: string }
  | { readonly type: 'answered'; readonly result: MarketAnswer }
  | { readonly type: 'wanted'; readonly symbol: string }
  | { readonly type: 'fired'; readonly id: string }

/** Symbols on a route, as many as a socket takes, and their present socket. */
interface Link {
  readonly name: string
  readonly route: MarketRoute
  readonly symbols: readonly string[]
  readonly streams: readonly string[]
  /** Named by the address, or subscribed by messages. */
  readonly isNamed: boolean
  id: number
  tries: number
  unsent: readonly string[]
  /** Control messages without an answer. */
  readonly unanswered: Set<number>
}

type Perform = { readonly [Type in RecorderInput['type']]: (input: Extract<RecorderInput, { type: Type }>, nowUs: number) => void }

const linksOf = ({ traits }: MarketVenue, route: MarketRoute, symbols: readonly string[]): Link[] => {
  const perLink = Math.max(1, Math.floor(traits.streamsPerLink / Math.max(1, route.streams('').length)))
  return Array.from({ length: Math.ceil(symbols.length / perLink) }, (_, index) => {
    const own = symbols.slice(index * perLink, (index + 1) * perLink)
    const streams = own.flatMap((symbol) => route.streams(symbol))
    const isNamed = streams.length <= traits.streamsPerPath
    return { name: `${route.name}-${index}`, route, symbols: own, streams, isNamed, id: 0, tries: 0, unsent: [], unanswered: new Set() }
  })
}

/** How a market is recorded: what is opened, subscribed and asked for, and when. Pure; frames are written by whoever receives them. */
export class RecordingPlan {
  readonly #market: MarketVenue
  readonly #chance: Prng
  readonly #emit: (effect: RecorderEffect) => void
  readonly #snapshots: RecordingSnapshots
  readonly #links: readonly Link[]
  #linkCount = 0
  #controlCount = 0

  constructor(market: MarketVenue, symbols: readonly string[], at: { readonly chance: Prng; readonly emit: (effect: RecorderEffect) => void }) {
    this.#market = market
    this.#chance = at.chance
    this.#emit = at.emit
    this.#snapshots = new RecordingSnapshots(market, at.chance, at.emit)
    this.#links = market.routes(['book', 'trades', 'ticker']).flatMap((route) => linksOf(market, route, symbols))
  }

  /** True while the frames of a socket may answer a control message: then the plan wants to see them. */
  hears(linkId: number): boolean {
    return (this.#link(linkId)?.unanswered.size ?? 0) > 0
  }

  step(input: RecorderInput, nowUs: number): void {
    ;(this.#perform[input.type] as (input: RecorderInput, nowUs: number) => void)(input, nowUs)
  }

  readonly #perform: Perform = {
    start: () => {
      for (const link of this.#links) this.#open(link)
    },
    opened: ({ linkId }) => {
      const link = this.#link(linkId)
      if (link === undefined) return
      link.tries = 0
      if (link.isNamed) this.#settle(link)
      else this.#subscribe(link)
    },
    frame: ({ linkId, bytes }) => {
      const event = this.#market.readFrame(bytes, new Map())
      const link = this.#link(linkId)
      if (event.type === 'answered' && link !== undefined) this.#answered(link, event.id, event.problem)
    },
    closed: ({ linkId, reason }) => {
      const link = this.#link(linkId)
      if (link === undefined) return
      link.id = 0
      link.unanswered.clear()
      if (link.route.carriesBooks) this.#lose(link)
      this.#emit({ type: 'say', text: `connection lost: ${reason}; opening it again` })
      this.#emit({ type: 'timer', id: `open ${link.name}`, afterUs: retryUs(this.#chance, link.tries) })
      link.tries += 1
    },
    answered: ({ result }, nowUs) => this.#snapshots.answered(result, nowUs),
    wanted: ({ symbol }, nowUs) => this.#snapshots.want([symbol], nowUs),
    fired: ({ id }, nowUs) => {
      const [what = '', name = ''] = id.split(' ')
      const link = this.#links.find((each) => each.name === name)
      if (what === 'ask') this.#snapshots.ask(nowUs)
      else if (link !== undefined) this.#due(what, link, nowUs)
    },
  }

  #lose({ symbols }: Link): void {
    this.#snapshots.drop(symbols)
    this.#emit({ type: 'lost', symbols })
  }

  /** Its time has come; all but the opening is of no use without a socket. */
  #due(what: string, link: Link, nowUs: number): void {
    if (what === 'open') this.#open(link)
    else if (link.id === 0) return
    else if (what === 'control') this.#subscribe(link)
    else if (what === 'settle') this.#snapshots.want(link.symbols, nowUs)
    else if (link.unanswered.size > 0) this.#emit({ type: 'close', linkId: link.id })
  }

  #link(linkId: number): Link | undefined {
    return this.#links.find(({ id }) => id === linkId && id > 0)
  }

  #open(link: Link): void {
    this.#linkCount += 1
    link.id = this.#linkCount
    link.unsent = link.streams
    this.#emit({ type: 'open', linkId: link.id, path: link.route.path(link.isNamed ? link.streams : []) })
  }

  /** Control messages in the pace of the venue. */
  #subscribe(link: Link): void {
    const { streamsPerMessage, messagesPerS } = this.#market.traits
    const streams = link.unsent.slice(0, streamsPerMessage)
    if (streams.length === 0) return
    this.#controlCount += 1
    link.unsent = link.unsent.slice(streamsPerMessage)
    link.unanswered.add(this.#controlCount)
    this.#emit({ type: 'send', linkId: link.id, text: this.#market.subscribe(streams, this.#controlCount) })
    this.#emit({ type: 'timer', id: `answer ${link.name}`, afterUs: ANSWER_WITHIN_US })
    if (link.unsent.length > 0) this.#emit({ type: 'timer', id: `control ${link.name}`, afterUs: US_PER_S / messagesPerS })
  }

  #answered(link: Link, id: number, problem: string | null): void {
    if (!link.unanswered.delete(id)) return
    if (problem !== null) this.#emit({ type: 'say', text: `the venue refuses streams: ${problem}` })
    if (link.unanswered.size === 0 && link.unsent.length === 0) this.#settle(link)
  }

  /** All its streams have begun. */
  #settle({ name, route }: Link): void {
    if (!route.carriesBooks || this.#market.traits.proof !== 'sequence') return
    this.#emit({ type: 'timer', id: `settle ${name}`, afterUs: SETTLE_US })
  }
}
