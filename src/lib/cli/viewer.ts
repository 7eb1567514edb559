import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { TradeError } from '../base/errors.ts'
import { usToMs } from '../base/time.ts'
import { blockingOutput } from '../io/blocking-output.ts'
import type { BusAnswer, BusMessage } from '../ports/bus.ts'
import { EXIT } from './exit.ts'
import { type TableShape, tableWriter } from './live-table.ts'
import { type RecordWriter, recordWriter } from './output.ts'
import type { CliPeer } from './peer.ts'
import { reportOutput } from './standard-output.ts'

const ASK_TIMEOUT_US = 1_000_000
const RETRY_MS = 100

/** What a slow reader of a stream costs. */
export type OnSlow = 'drop-oldest' | 'block' | 'fail'

/** What a stream may be told not to bear. */
export type FailCause = 'gap' | 'stale'

/** What a stream prints and when it ends. */
export interface ViewOptions {
  readonly topics: readonly string[]
  /** Null shows every symbol. */
  readonly symbols: readonly string[] | null
  readonly limit: number
  readonly forMs: number
  /** Envelope types to leave out. */
  readonly without?: readonly string[]
  /** What to do for a slow reader: keep the newest of each topic, wait with the whole thread, or end with 75. */
  readonly onSlow?: OnSlow
  /** On a terminal this table is drawn instead of records. */
  readonly table?: TableShape
  /** What ends the stream with exit code 8. */
  readonly failOn?: readonly FailCause[]
  /** The records that a message comes to; itself when absent. */
  readonly show?: (message: BusMessage) => readonly object[]
}

/** One message of the bus as the NDJSON record that users see. */
export const recordOf = (message: BusMessage): object => ({
  v: 1,
  type: message.type,
  ts: usToMs(message.tsUs),
  src: message.src,
  seq: message.seq,
  topic: message.topic,
  ...(message.body as object),
  correlationId: message.correlationId,
})

const itself = (message: BusMessage): readonly object[] => [recordOf(message)]

const wants = (options: ViewOptions, message: BusMessage): boolean => {
  const { symbol } = message.body as { symbol?: string }
  return (options.symbols === null || symbol === undefined || options.symbols.includes(symbol)) && options.without?.includes(message.type) !== true
}

const FAILURES: Readonly<Record<FailCause, (message: BusMessage, lost: number) => string | null>> = {
  gap: ({ topic }, lost) => (lost > 0 ? `${lost} records of '${topic}' are missing` : null),
  stale: ({ body }) => {
    const { symbol, state, reason } = body as { symbol?: string; state?: string; reason?: string }
    return state === 'stale' ? `book '${symbol}' is stale${reason === undefined ? '' : `: ${reason}`}` : null
  },
}

/** What the options do not bear of a message, `lost` records of whose topic are not there. */
const failureOf = (options: ViewOptions, message: BusMessage, lost: number): TradeError | null => {
  for (const cause of options.failOn ?? []) {
    const problem = FAILURES[cause](message, lost)
    if (problem !== null) return new TradeError(`FAILED_ON_${cause.toUpperCase()}`, problem, { exit: EXIT.failed })
  }
  return null
}

const TOO_SLOW = (): TradeError =>
  new TradeError('READER_TOO_SLOW', 'the reader is 8 MiB or 1 s behind', { exit: EXIT.temporary, hint: "another '--on-slow', or a faster reader" })

/** Writes what is wanted of the messages; resolves when the limit is reached, or to what the options do not bear. */
const printed = (peer: CliPeer, options: ViewOptions, out: RecordWriter): Promise<TradeError | undefined> => {
  const { promise: enough, resolve } = Promise.withResolvers<TradeError | undefined>()
  const show = options.show ?? itself
  let left = options.limit
  const judge = (message: BusMessage, lost: number): void => {
    const error = failureOf(options, message, lost) ?? (options.onSlow === 'fail' && out.isBehind ? TOO_SLOW() : null)
    if (error !== null) left = 0
    if (left <= 0) resolve(error ?? undefined)
  }
  const print = (message: BusMessage): void => {
    if (left <= 0 || !wants(options, message)) return
    const droppedBefore = out.dropped
    const records = show(message).slice(0, left)
    for (const [index, record] of records.entries()) out.write(record, index === 0 ? message.missed : 0)
    left -= records.length
    judge(message, message.missed + out.dropped - droppedBefore)
  }
  for (const topic of options.topics) peer.bus.subscribe(topic, print)
  return enough
}

/** Prints messages as NDJSON until the limit, the time, the reader's end of the pipe or `stop`; what the options do not bear is thrown. */
export const view = async (peer: CliPeer, options: ViewOptions, stop: Promise<unknown>): Promise<void> => {
  const stream = options.onSlow === 'block' ? blockingOutput(process.stdout.fd) : process.stdout
  const out: RecordWriter = options.table !== undefined && process.stdout.isTTY ? tableWriter(options.table) : recordWriter(stream)
  const enough = printed(peer, options, out)
  const closed = new Promise<void>((resolve) =>
    stream.once('error', (error) => {
      reportOutput(error)
      resolve()
    }),
  )
  const timeUp = Number.isFinite(options.forMs) ? [sleep(options.forMs, undefined, { ref: true })] : []
  const ended = await Promise.race([enough, closed, stop, ...timeUp])
  if (out.isBehind && options.onSlow === 'fail') process.stdout.destroy()
  else await Promise.race([out.flush(), closed])
  if (ended instanceof TradeError) throw ended
}

/** Asks until somebody answers or `withinMs` is over: a daemon that has just started is not reachable at once. */
export const askUntil = async (
  peer: CliPeer,
  call: { readonly service: string; readonly method: string; readonly body: unknown },
  withinMs: number,
): Promise<BusAnswer> => {
  for (let left = withinMs; ; left -= RETRY_MS) {
    const answer = await peer.ask({ ...call, timeoutUs: ASK_TIMEOUT_US })
    if (answer.ok || answer.error.category !== 'retry' || left <= 0) return answer
    await sleep(RETRY_MS)
  }
}

/** The body of an answer, or the refusal as an error. */
export const bodyOf = <T>(answer: BusAnswer): T => {
  if (answer.ok) return answer.body as T
  const { code, message, hint, category } = answer.error
  const exit = code === 'UNKNOWN_SYMBOL' || category === 'reject' ? EXIT.usage : EXIT.notRunning
  throw new TradeError(code, message, { exit, ...(hint === undefined ? {} : { hint }) })
}
