import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { TradeError } from '../base/errors.ts'
import { usToMs } from '../base/time.ts'
import type { BusAnswer, BusMessage } from '../ports/bus.ts'
import { EXIT } from './exit.ts'
import { type RecordWriter, recordWriter } from './output.ts'
import type { CliPeer } from './peer.ts'

const ASK_TIMEOUT_US = 1_000_000
const RETRY_MS = 100

/** What a stream prints and when it ends. */
export interface ViewOptions {
  readonly topics: readonly string[]
  /** Null shows every symbol. */
  readonly symbols: readonly string[] | null
  readonly limit: number
  readonly forMs: number
  /** Envelope types to leave out. */
  readonly without?: readonly string[]
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

/** Writes what is wanted of the messages; `enough` resolves when the limit is reached. */
const printed = (peer: CliPeer, options: ViewOptions, out: RecordWriter): Promise<void> => {
  const { promise: enough, resolve } = Promise.withResolvers<void>()
  const show = options.show ?? itself
  let left = options.limit
  const print = (message: BusMessage): void => {
    if (left <= 0 || !wants(options, message)) return
    const records = show(message).slice(0, left)
    for (const [index, record] of records.entries()) out.write(record, index === 0 ? message.missed : 0)
    left -= records.length
    if (left <= 0) resolve()
  }
  for (const topic of options.topics) peer.bus.subscribe(topic, print)
  return enough
}

/** Prints messages as NDJSON until the limit, the time, the reader's end of the pipe or `stop`. */
export const view = async (peer: CliPeer, options: ViewOptions, stop: Promise<unknown>): Promise<void> => {
  const out: RecordWriter = recordWriter(process.stdout)
  const enough = printed(peer, options, out)
  const closed = new Promise<void>((resolve) => process.stdout.once('error', () => resolve()))
  const timeUp = Number.isFinite(options.forMs) ? [sleep(options.forMs, undefined, { ref: true })] : []
  await Promise.race([enough, closed, stop, ...timeUp])
  await Promise.race([out.flush(), closed])
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
