import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import { fromLine } from '../codec/json.ts'

const TAIL_BYTES = 16 * 1024
const GRAVE = new Set(['error', 'fatal'])

const tailOf = (path: string): string => {
  const fd = openSync(path, 'r')
  try {
    const { size } = fstatSync(fd)
    const bytes = new Uint8Array(Math.min(size, TAIL_BYTES))
    readSync(fd, bytes, 0, bytes.length, size - bytes.length)
    return new TextDecoder().decode(bytes)
  } finally {
    closeSync(fd)
  }
}

/** What a line complains about: of a log record, or of the error that ended a command; null when it complains of nothing. */
const complaintOf = (line: string): string | null => {
  const told = /^error: (.*)$/.exec(line)?.[1]
  if (told !== undefined) return told
  const parsed = line.startsWith('{') ? fromLine(line) : null
  if (parsed?.ok !== true) return null
  const { level, msg } = parsed.value as { level?: string; msg?: string }
  return GRAVE.has(level ?? '') ? (msg ?? null) : null
}

/** The last complaint in a log file; null when there is none or no file. */
export const lastWords = (path: string): string | null =>
  existsSync(path)
    ? (tailOf(path)
        .split('\n')
        .map(complaintOf)
        .findLast((complaint) => complaint !== null) ?? null)
    : null
