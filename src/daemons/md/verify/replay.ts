import { isTradeError } from '../../../lib/base/errors.ts'
import type { FaultPlan } from '../../../lib/contracts/faults.ts'
import type { Instrument } from '../../../lib/model/instrument.ts'
import type { MarketVenue } from '../../../lib/venues/market.ts'
import type { MdConfig } from '../config.ts'
import type { Dialect } from './dialect.ts'
import type { Report } from './report.ts'
import { Session, type SessionOptions } from './session.ts'

const HEAD_LINES = 2_000
const decoder = new TextDecoder()

/** One recorded file: its name, and its lines in order with their numbers from 1. */
export interface RecordedFile {
  readonly name: string
  each(visit: (line: Uint8Array, number: number) => void): void
}

/** A venue whose recordings can be replayed. */
export interface ReplayVenue {
  readonly dialect: Dialect
  readonly market: MarketVenue
  /** For a venue whose rules must be known before its frames can be read. */
  readonly prepare?: (head: readonly string[]) => { readonly market: MarketVenue; readonly instruments: readonly Instrument[] }
}

export interface ReplayPlan {
  readonly faults: FaultPlan
  readonly seed: number
  readonly config: (wanted: { symbols: string[]; channels?: readonly string[] }) => MdConfig
  /** The error for a line that makes no sense. */
  readonly damaged: (file: string, line: number, reason: string) => Error
  /** Sees what md publishes. */
  readonly onPublish?: SessionOptions['onPublish']
}

interface Extent {
  readonly head: readonly string[]
  readonly startUs: number
  readonly endUs: number
  /** Where the good lines end; null: nowhere. */
  readonly damage: Error | null
}

const NOT_A_LINE = "not '<receive time> <JSON>'"

/** Shows the lines of some files as far as they are good; returns the damage that ended them. */
const survey = (files: readonly RecordedFile[], visit: (file: RecordedFile, line: Uint8Array, number: number) => Error | null): Error | null => {
  let damage: Error | null = null
  try {
    for (const file of files) {
      file.each((line, number) => {
        damage ??= visit(file, line, number)
      })
    }
  } catch (error) {
    if (!isTradeError(error)) throw error
    damage ??= error
  }
  return damage
}

/** The first frames, and when the first and the last were received, as far as the lines are good: damage is told when it is played. */
const extentOf = (files: readonly RecordedFile[], { readLine }: Dialect, damaged: ReplayPlan['damaged']): Extent => {
  const head: string[] = []
  let startUs = 0
  let endUs = 0
  const damage = survey(files, (file, line, number) => {
    const read = readLine(line)
    if (read === null) return damaged(file.name, number, NOT_A_LINE)
    if (read === 'aside') return null
    if (head.length < HEAD_LINES) head.push(decoder.decode(read.frame))
    if (startUs === 0) startUs = read.atUs
    endUs = Math.max(endUs, read.atUs)
    return null
  })
  return { head, startUs, endUs, damage }
}

/** Whose frames a file begins with. */
export interface Origin {
  /** Undefined when no venue claims them. */
  readonly venue: ReplayVenue | undefined
  readonly isEmpty: boolean
  /** Where the good lines end; null: nowhere. */
  readonly damage: Error | null
}

/** The venue whose frames a file begins with. */
export const originOf = (file: RecordedFile, venues: readonly ReplayVenue[]): Origin => {
  const head: string[] = []
  const damage = survey([file], (_, line) => {
    if (head.length < HEAD_LINES) head.push(decoder.decode(line))
    return null
  })
  return { venue: venues.find(({ dialect }) => head.some((text) => dialect.claims(text))), isEmpty: head.length === 0, damage }
}

const isJson = (frame: Uint8Array): boolean => {
  try {
    JSON.parse(decoder.decode(frame))
    return true
  } catch {
    return false
  }
}

/** A session that waits for the first line of some recordings of one venue; throws the plan's error when it cannot begin. */
export const openReplay = (files: readonly RecordedFile[], venue: ReplayVenue, plan: ReplayPlan): Session => {
  const { dialect } = venue
  const { head, startUs, endUs, damage } = extentOf(files, dialect, plan.damaged)
  const { market, instruments } = venue.prepare?.(head) ?? { market: venue.market, instruments: dialect.infer(head) }
  if (instruments.length === 0) throw damage ?? plan.damaged(files[0]?.name ?? '', 1, 'no symbol in its first lines')
  const config = plan.config({ symbols: instruments.map(({ symbol }) => symbol), ...(dialect.channels === null ? {} : { channels: dialect.channels }) })
  const { faults, seed, onPublish } = plan
  return new Session({ venue: market, dialect, config, instruments, faults, seed, startUs, endUs, ...(onPublish === undefined ? {} : { onPublish }) })
}

/** Plays one line; returns when it was received. Throws the plan's error for one that makes no sense. */
export const playLine = (session: Session, plan: ReplayPlan, at: { readonly file: string; readonly line: Uint8Array; readonly number: number }): number => {
  const read = session.dialect.readLine(at.line)
  if (read === null) throw plan.damaged(at.file, at.number, NOT_A_LINE)
  if (read === 'aside') return session.startUs
  if (session.play(read.atUs, read.frame) === 'garbled' && !isJson(read.frame)) throw plan.damaged(at.file, at.number, 'no JSON')
  return read.atUs
}

/** What a replay came to; throws the plan's error when there was no book to speak of. */
export const endReplay = (session: Session, plan: ReplayPlan, name: string): Report => {
  const report = session.end()
  if (session.failure !== null) throw plan.damaged(name, 1, session.failure)
  if (session.lacksSnapshot) throw plan.damaged(name, 1, 'no snapshot in it; the file that holds one comes first')
  return report
}

/** Plays recordings of one venue, one after the other, through the core of md; throws the plan's error for a damaged line. */
export const replayRecordings = (files: readonly RecordedFile[], venue: ReplayVenue, plan: ReplayPlan): Report => {
  const session = openReplay(files, venue, plan)
  for (const file of files) file.each((line, number) => void playLine(session, plan, { file: file.name, line, number }))
  return endReplay(session, plan, files[0]?.name ?? '')
}
