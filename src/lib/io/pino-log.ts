import { isatty } from 'node:tty'
import { type DestinationStream, destination, type Logger, type LoggerOptions, pino, stdTimeFunctions } from 'pino'
import type { Log, LogLevel } from '../ports/log.ts'
import { prettyLine } from './pretty-line.ts'

/** A log whose level can be changed while it is used. */
export interface LeveledLog extends Log {
  setLevel(level: LogLevel): void
}

export interface LogOptions {
  readonly level: LogLevel
  readonly daemon: string
  readonly instance: string
  /** Default: stderr, as JSON lines, or readable when it is a terminal. */
  readonly stream?: DestinationStream
}

const STDERR = 2
const SECRETS = ['secret', 'apiSecret', 'apiKey', 'signature', 'password', 'passphrase', 'token', 'authorization', 'X-MBX-APIKEY', 'x-mbx-apikey']
const quoted = SECRETS.map((name) => `["${name}"]`)
/** Names of a line that a field must not take. */
const OWN = new Set(['ts', 'level', 'daemon', 'instance', 'msg'])

const stderr = (): DestinationStream => {
  const raw = destination({ fd: STDERR, sync: true })
  return isatty(STDERR) ? { write: (line) => raw.write(prettyLine(line)) } : raw
}

const options = ({ level, daemon, instance }: LogOptions): LoggerOptions => ({
  level,
  base: { daemon, instance },
  messageKey: 'msg',
  timestamp: () => stdTimeFunctions.epochTime().replace('"time"', '"ts"'),
  formatters: { level: (label) => ({ level: label }) },
  redact: { paths: [...quoted, ...quoted.map((name) => `*${name}`), ...quoted.map((name) => `*.*${name}`)], censor: '[redacted]' },
})

const fieldsOf = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [OWN.has(name) ? `${name}Field` : name, value]))

/** One JSON line a message: ts (ms), level, daemon, instance, the fields, msg. Written before the call returns, so that a crash loses no line. */
export const openLog = (wish: LogOptions): LeveledLog => {
  const logger: Logger = pino(options(wish), wish.stream ?? stderr())
  return {
    write: (level, message, fields = {}) => logger[level](fieldsOf(fields), message),
    setLevel: (level) => {
      logger.level = level
    },
  }
}
