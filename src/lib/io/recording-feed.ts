import { Buffer } from 'node:buffer'
import { basename } from 'node:path'
import { TradeError } from '../base/errors.ts'
import type { Feed, FeedPlace } from '../ports/records.ts'
import { openRecordingLines, type RecordingLines, recordingDamage } from './recording-lines.ts'

const NS_DIGITS_BELOW_US = 3
const LINE = /^\d{16,19} [{[].*[}\]]$/

const textOf = (name: string, [bytes, number]: readonly [Uint8Array, number]): string => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  if (!LINE.test(text)) throw recordingDamage(name, number, "not '<receive time in ns> <JSON>'")
  return text
}

/** One recording and its line that comes next. */
class Track {
  readonly name: string
  /** Number of the line taken last. */
  line = 0
  /** Null at the end, and where damage begins. */
  head: string | null = null
  /** Receive time of the next line; at the end that of the last one. */
  headUs = 0
  damage: TradeError | null = null
  readonly #source: RecordingLines
  #lines: Generator<readonly [Uint8Array, number]>

  constructor(path: string) {
    this.#source = openRecordingLines(path)
    this.name = this.#source.name
    this.#lines = this.#source.lines()
    this.#advance()
  }

  get isOver(): boolean {
    return this.head === null && this.damage === null
  }

  take(): string {
    const text = this.head ?? ''
    this.line += 1
    this.#advance()
    return text
  }

  rewind(): void {
    this.#lines = this.#source.lines()
    this.line = 0
    this.#advance()
  }

  /** The first lines, as far as they are good. */
  first(count: number): string[] {
    const texts: string[] = []
    try {
      for (const line of this.#source.lines()) {
        if (texts.length === count) break
        texts.push(textOf(this.name, line))
      }
    } catch (error) {
      if (!(error instanceof TradeError)) throw error
    }
    return texts
  }

  #advance(): void {
    try {
      const { done, value } = this.#lines.next()
      this.head = done === true ? null : textOf(this.name, value)
    } catch (error) {
      if (!(error instanceof TradeError)) throw error
      this.head = null
      this.damage = error
    }
    if (this.head !== null) this.headUs = Number(this.head.slice(0, this.head.indexOf(' ') - NS_DIGITS_BELOW_US))
  }
}

/** The track whose line was received first; among equals the one that was named first. */
const firstOf = (tracks: readonly Track[]): Track | null => {
  let first: Track | null = null
  for (const track of tracks) if (!track.isOver && (first === null || track.headUs < first.headUs)) first = track
  return first
}

class RecordingFeed implements Feed {
  readonly #loop: boolean
  #tracks: readonly Track[]
  #round = 0
  #place: FeedPlace = { file: '', line: 0, round: 0 }

  constructor(paths: readonly string[], loop: boolean) {
    this.#loop = loop
    this.#tracks = paths.map((path) => new Track(path))
  }

  pull(max: number): string[] {
    const track = firstOf(this.#tracks) ?? this.#again()
    if (track === null) return []
    const untilUs = this.#untilUs(track)
    const lines: string[] = []
    while (lines.length < max && track.head !== null && track.headUs <= untilUs) lines.push(track.take())
    if (lines.length === 0 && track.damage !== null) throw track.damage
    this.#place = { file: basename(track.name), line: track.line, round: this.#round }
    return lines
  }

  heads(count: number): string[] {
    return this.#tracks.flatMap((track) => track.first(count))
  }

  place(): FeedPlace {
    return this.#place
  }

  close(): void {
    this.#tracks = []
  }

  /** Up to when the lines of a track come before those of any other. */
  #untilUs(track: Track): number {
    const rival = firstOf(this.#tracks.filter((other) => other !== track))
    if (rival === null) return Number.POSITIVE_INFINITY
    return this.#tracks.indexOf(track) < this.#tracks.indexOf(rival) ? rival.headUs : rival.headUs - 1
  }

  /** Begins the next round, if there is one. */
  #again(): Track | null {
    if (!this.#loop) return null
    this.#round += 1
    for (const track of this.#tracks) track.rewind()
    return firstOf(this.#tracks)
  }
}

/**
 * Recordings in the collector's form, `<receive time in ns> <JSON>` a line, plain or packed, merged by their receive times; `loop`: over and over.
 * A file that is missing or damaged throws a TradeError with exit code 65.
 */
export const openRecordingFeed = (paths: readonly string[], loop = false): Feed => new RecordingFeed(paths, loop)
