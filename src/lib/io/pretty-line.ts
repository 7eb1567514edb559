import { fromLine } from '../codec/json.ts'

type Fields = Readonly<Record<string, unknown>>

const PLAIN = /^[\w.:/@+-]+$/
/** Control and format characters, which could move the cursor or reorder the text of a terminal. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}]/gu
const TIME_START = 11
const TIME_END = 23
const LEVEL_WIDTH = 5

const clean = (text: string): string => text.replace(UNPRINTABLE, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`)

const show = (value: unknown): string => {
  if (typeof value === 'string' && PLAIN.test(value)) return value
  return clean(JSON.stringify(value) ?? 'undefined')
}

const timeOf = (ts: unknown): string => (typeof ts === 'number' ? new Date(ts).toISOString().slice(TIME_START, TIME_END) : '')

/** One JSON line of the log for human eyes: `12:00:01.123 INFO  md ready pid=4711`; a line that is no record stays as it is. */
export const prettyLine = (line: string): string => {
  const record = fromLine(line)
  if (!record.ok || typeof record.value !== 'object' || record.value === null) return line
  const { ts, level, daemon, instance, msg, ...rest } = record.value as Fields
  const name = instance === daemon ? daemon : `${daemon}/${instance}`
  const fields = Object.entries(rest).map(([key, value]) => `${clean(key)}=${show(value)}`)
  return `${[timeOf(ts), String(level).toUpperCase().padEnd(LEVEL_WIDTH), clean(String(name)), clean(String(msg)), ...fields].join(' ')}\n`
}
