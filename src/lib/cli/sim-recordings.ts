import { Buffer } from 'node:buffer'
import { basename } from 'node:path'
import { openRecordingFeed } from '../io/recording-feed.ts'
import { openRecordingLines, recordingDamage } from '../io/recording-lines.ts'
import type { Feed } from '../ports/records.ts'

/** A recorded connection begins with the address that was connected to. */
const SESSION = /^wss?:\/\/\S+ <->? \d/
const SESSION_LINE = /^(?:wss?:\/\/\S+ <-> \S+|(?:wss?:\/\/\S+ <- )?\d{1,11}(?:\.\d{1,9})?: [{[].*[}\]])$/

/** What the simulator plays. */
export interface SimRecordings {
  /** Null: no markets are recorded. */
  readonly feed: Feed | null
  /** Names of the files of the feed. */
  readonly names: readonly string[]
  /** A recorded connection to Kraken, line by line; empty when there is none. */
  readonly session: readonly string[]
}

const textOf = (line: Uint8Array): string => Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('utf8')

const isSession = (path: string): boolean => {
  for (const [line] of openRecordingLines(path).lines()) return SESSION.test(textOf(line))
  return false
}

const sessionOf = (path: string): string[] => {
  const recording = openRecordingLines(path)
  return [...recording.lines()].map(([bytes, number]) => {
    const line = textOf(bytes)
    if (!SESSION_LINE.test(line) && line !== '') throw recordingDamage(recording.name, number, "not '<receive time in s>: <JSON>'")
    return line
  })
}

/** Sorts recordings by their form: markets line by line, and connections. Damage throws a TradeError with exit code 65. */
export const openRecordings = (paths: readonly string[], loop: boolean): SimRecordings => {
  const sessions = paths.filter(isSession)
  const markets = paths.filter((path) => !sessions.includes(path))
  return {
    feed: markets.length === 0 ? null : openRecordingFeed(markets, loop),
    names: markets.map((path) => basename(path)),
    session: sessions.flatMap(sessionOf),
  }
}
