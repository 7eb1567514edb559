import { type DepthEvent, type Product, productOf, type RecordedEvent, type RecordedSnapshot } from './recording-line.ts'

const US_PER_MS = 1_000
/** Silence between two rounds; event times lag behind receive times by less. */
const PAUSE_MS = 1_000

type Sequence = 'update' | 'trade' | 'aggregate'
type Shift = Sequence | 'time'
type Numbers = Readonly<Record<string, number>>
type Fields = Readonly<Record<string, Shift>>

/** Which numbers of an event go on from round to round, and with what. */
const FIELDS: Readonly<Record<string, Fields>> = {
  depthUpdate: { E: 'time', T: 'time', U: 'update', u: 'update', pu: 'update' },
  trade: { E: 'time', T: 'time', t: 'trade' },
  bookTicker: { E: 'time', T: 'time', u: 'update' },
  aggTrade: { E: 'time', T: 'time', a: 'aggregate', f: 'trade', l: 'trade' },
}
const OTHERS: Fields = { E: 'time' }
const NUMBER = /"([A-Za-z]+)":(\d+)(?=[,}])/g

interface Range {
  first: number
  last: number
}

/** What the first round showed of one symbol. */
interface Track {
  readonly product: Product
  readonly symbol: string
  /** Ids of each sequence; that of the updates begins with the snapshot. */
  readonly ranges: Map<Sequence, Range>
  readonly depthStreams: Set<string>
  snapshot: RecordedSnapshot | null
  /** Of the newest event, ms. */
  lastMs: number
  /** Last id of the last diff. */
  lastId: number
}

/** A symbol at the beginning of a round: its book has to become that of its snapshot. */
export interface Seam {
  readonly product: Product
  readonly symbol: string
  readonly snapshot: RecordedSnapshot
  readonly streams: Iterable<string>
  /** Numbers of the diff that does it. */
  readonly numbers: Pick<DepthEvent, 'E' | 'U' | 'u'> & { readonly pu: number }
}

/** Makes one unbroken market of a recording that is played over and over. */
export interface Rounds {
  /** How much later than recorded the lines of a round are. */
  shiftUs(round: number): number
  /** Of every line of the first round. */
  learnTime(lineUs: number): void
  learnEvent(stream: string, event: RecordedEvent): void
  learnSnapshot(product: Product, symbol: string, snapshot: RecordedSnapshot): void
  seams(round: number): Seam[]
  /** An event as it is in a later round, with its text; null: the snapshot of the seam holds it already. */
  shifted<Event extends RecordedEvent>(event: Event, text: string, round: number): { readonly event: Event; readonly text: string } | null
}

const fieldsOf = (event: RecordedEvent): Fields => FIELDS[event.e ?? ('B' in event ? 'bookTicker' : '')] ?? OTHERS

const numbersOf = (event: RecordedEvent): Numbers =>
  Object.fromEntries(Object.entries(event).filter((entry): entry is [string, number] => typeof entry[1] === 'number'))

const widen = (ranges: Map<Sequence, Range>, sequence: Sequence, id: number): void => {
  const range = ranges.get(sequence)
  if (range === undefined) ranges.set(sequence, { first: id, last: id })
  else {
    range.first = Math.min(range.first, id)
    range.last = Math.max(range.last, id)
  }
}

class LearnedRounds implements Rounds {
  readonly #tracks = new Map<string, Track>()
  #firstUs: number | null = null
  #lastUs = 0

  shiftUs(round: number): number {
    return round === 0 ? 0 : round * this.#spanMs * US_PER_MS
  }

  learnTime(lineUs: number): void {
    this.#firstUs ??= lineUs
    this.#lastUs = lineUs
  }

  learnEvent(stream: string, event: RecordedEvent): void {
    const track = this.#track(productOf(event), event.s)
    const numbers = numbersOf(event)
    for (const [name, shift] of Object.entries(fieldsOf(event))) {
      const value = numbers[name]
      if (value === undefined) continue
      if (name === 'E') track.lastMs = Math.max(track.lastMs, value)
      if (shift !== 'time' && name !== 'pu') widen(track.ranges, shift, value)
    }
    if (event.e !== 'depthUpdate') return
    track.depthStreams.add(stream)
    track.lastId = event.u
  }

  learnSnapshot(product: Product, symbol: string, snapshot: RecordedSnapshot): void {
    this.#track(product, symbol).snapshot ??= snapshot
  }

  seams(round: number): Seam[] {
    const earlier = round - 1
    return [...this.#tracks.values()].flatMap((track) => {
      const { product, symbol, snapshot, depthStreams: streams, lastId, lastMs } = track
      if (snapshot === null) return []
      const pu = lastId + earlier * this.#stride(track, 'update')
      const u = snapshot.lastUpdateId + round * this.#stride(track, 'update')
      return [{ product, symbol, snapshot, streams, numbers: { E: lastMs + earlier * this.#spanMs + PAUSE_MS / 2, pu, U: pu + 1, u } }]
    })
  }

  shifted<Event extends RecordedEvent>(event: Event, text: string, round: number): { readonly event: Event; readonly text: string } | null {
    if (round === 0) return { event, text }
    const track = this.#track(productOf(event), event.s)
    const numbers = numbersOf(event)
    if (fieldsOf(event)['u'] === 'update' && (numbers['u'] ?? 0) <= (track.snapshot?.lastUpdateId ?? 0)) return null
    const moved = this.#moved(track, fieldsOf(event), { numbers, round })
    const rewritten = text.replace(NUMBER, (whole, name: string) => (moved[name] === undefined ? whole : `"${name}":${moved[name]}`))
    return { event: { ...event, ...moved }, text: rewritten }
  }

  /** The numbers of an event as they are in a round. A diff that begins before the snapshot begins right after it. */
  #moved(track: Track, fields: Fields, { numbers, round }: { readonly numbers: Numbers; readonly round: number }): Numbers {
    const moved: Record<string, number> = {}
    const baseId = track.snapshot?.lastUpdateId ?? 0
    const least: Numbers = { U: baseId + 1, pu: baseId }
    for (const [name, shift] of Object.entries(fields)) {
      const value = numbers[name]
      if (value === undefined) continue
      const by = shift === 'time' ? this.#spanMs : this.#stride(track, shift)
      moved[name] = Math.max(value, least[name] ?? 0) + round * by
    }
    return moved
  }

  /** By how much the ids of a sequence grow from round to round. */
  #stride({ ranges, snapshot }: Track, sequence: Sequence): number {
    const range = ranges.get(sequence)
    if (range === undefined) return 0
    const first = sequence === 'update' ? (snapshot?.lastUpdateId ?? range.first) : range.first
    return range.last + 1 - first
  }

  get #spanMs(): number {
    return Math.ceil((this.#lastUs - (this.#firstUs ?? 0)) / US_PER_MS) + PAUSE_MS
  }

  #track(product: Product, symbol: string): Track {
    const key = `${product} ${symbol}`
    const found = this.#tracks.get(key) ?? { product, symbol, ranges: new Map(), depthStreams: new Set(), snapshot: null, lastMs: 0, lastId: 0 }
    this.#tracks.set(key, found)
    return found
  }
}

export const createRounds = (): Rounds => new LearnedRounds()
