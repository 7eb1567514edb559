import { must } from '../base/assert.ts'
import type { Prng } from '../base/prng.ts'
import type { Journal, OpenedJournal } from '../ports/journal.ts'
import { recover, type SegmentImage } from './recover.ts'
import { SEGMENT_HEADER_BYTES } from './segment.ts'
import { type Chunk, type FrameWriter, frameWriter, type WriterOptions } from './writer.ts'

/** A disk that forgets: what was written and not yet synced is lost from some byte on when the power goes. */
export interface MemoryDisk {
  /** Recovers what survived and goes on; the journal that was open before is dead. */
  open(): OpenedJournal
  /** Cuts the power: un-synced bytes survive up to a random one, callbacks under way never come. */
  crash(chance: Prng): void
  /** The segments as they would be found now. */
  images(): SegmentImage[]
}

export interface MemoryDiskOptions extends Partial<WriterOptions> {
  /** Calls `run` after `delayUs` of the world's time. */
  defer(delayUs: number, run: () => void): void
  /** How long the next sync takes, in microseconds; default 200. */
  syncUs?(): number
}

type Segments = Map<number, Uint8Array>

const SEGMENT_BYTES = 1024 * 1024
const SYNC_US = 200

/** Puts the first `limit` bytes of a chunk in place. A header is there as a whole or not at all: a file is renamed only when its header is durable. */
const place = (segments: Segments, chunk: Chunk, limit: number): void => {
  const bytes = chunk.bytes.subarray(0, limit)
  if (chunk.offset === 0 && bytes.length < SEGMENT_HEADER_BYTES) return
  const segment = segments.get(chunk.index) ?? new Uint8Array(chunk.segmentBytes)
  segment.set(bytes, chunk.offset)
  segments.set(chunk.index, segment)
}

const placePrefix = (segments: Segments, chunks: readonly Chunk[], keptBytes: number): void => {
  let left = keptBytes
  for (const chunk of chunks) {
    if (left <= 0) return
    place(segments, chunk, left)
    left -= chunk.bytes.length
  }
}

interface Flight {
  readonly chunks: readonly Chunk[]
  readonly done: readonly ((error?: Error) => void)[]
}

interface Session {
  readonly journal: Journal
  /** What is on its way to the disk now. */
  flight: Flight | undefined
  alive: boolean
}

const openSession = (segments: Segments, writer: FrameWriter, options: MemoryDiskOptions): Session => {
  let waiting: ((error?: Error) => void)[] = []
  const land = (): void => {
    if (!session.alive) return
    const flight = must(session.flight, 'flight')
    for (const chunk of flight.chunks) place(segments, chunk, chunk.bytes.length)
    session.flight = undefined
    if (waiting.length > 0) start()
    for (const done of flight.done) done()
  }
  const start = (): void => {
    session.flight = { chunks: writer.take(), done: waiting }
    waiting = []
    options.defer(options.syncUs?.() ?? SYNC_US, land)
  }
  const sync = (done: (error?: Error) => void): void => {
    waiting.push(done)
    if (session.flight === undefined) start()
  }
  const journal: Journal = {
    get lastSeq() {
      return writer.lastSeq
    },
    append: writer.append,
    sync,
    close: (done) =>
      sync((error) => {
        session.alive = false
        done(error)
      }),
  }
  const session: Session = { journal, flight: undefined, alive: true }
  return session
}

const imagesOf = (segments: Segments): SegmentImage[] =>
  [...segments].sort(([a], [b]) => a - b).map(([index, bytes]) => ({ index, name: `memory-${index}`, bytes }))

export const memoryDisk = (options: MemoryDiskOptions): MemoryDisk => {
  const segments: Segments = new Map()
  let session: Session | undefined
  let salt = 0
  const writerOptions: WriterOptions = {
    segmentBytes: options.segmentBytes ?? SEGMENT_BYTES,
    build: options.build ?? 'memory',
    salt: options.salt ?? (() => ++salt),
  }

  const open = (): OpenedJournal => {
    if (session !== undefined) session.alive = false
    const { frames, end, torn } = recover(imagesOf(segments))
    if (torn !== undefined && end !== undefined) must(segments.get(end.index), 'segment').fill(0, end.offset)
    session = openSession(segments, frameWriter(end, writerOptions), options)
    return { journal: session.journal, recovered: frames, ...(torn === undefined ? {} : { torn }) }
  }

  const crash = (chance: Prng): void => {
    const chunks = session?.flight?.chunks ?? []
    if (session !== undefined) session.alive = false
    session = undefined
    const total = chunks.reduce((sum, chunk) => sum + chunk.bytes.length, 0)
    placePrefix(segments, chunks, chance.below(total + 1))
  }

  return { open, crash, images: () => imagesOf(segments) }
}
