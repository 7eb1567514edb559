import type { Readable } from 'node:stream'
import { newIntentId } from '../io/intent-id.ts'
import { EXIT } from './exit.ts'
import { type Patience, type Placed, placeOrder } from './order-placing.ts'
import { placedRecord } from './order-record.ts'
import { wishOf } from './order-wish.ts'
import type { CliPeer } from './peer.ts'
import { readRecords } from './record-input.ts'

/** Intents whose answers are awaited at a time; they are handed over in their order, and so are the answers. */
const AHEAD_COUNT = 16

interface Waiting {
  readonly intentId: string
  readonly placed: Promise<Placed>
}

const refusedLine = (message: string, line: number): Waiting => {
  const error = { code: 'BAD_ORDER', category: 'reject', message: `line ${line}: ${message}` } as const
  return { intentId: '', placed: Promise.resolve({ order: null, error, exit: EXIT.data }) }
}

/**
 * Submits the orders of NDJSON text one after the other and hands each answer to `answer`, in the order of the lines. The exit code is that
 * of the first order that did not succeed. A line without an id of its own is a new order each time that it is read.
 */
export const submitBatch = async (peer: CliPeer, input: Readable, how: Patience & { answer(record: object): void }): Promise<number> => {
  const waiting: Waiting[] = []
  let exit: number = EXIT.ok
  const settleFirst = async (): Promise<void> => {
    const first = waiting.shift()
    if (first === undefined) return
    const placed = await first.placed
    how.answer(placedRecord(placed, first.intentId))
    if (exit === EXIT.ok) exit = placed.exit
  }
  const take = async (fields: Readonly<Record<string, unknown>>, line: number): Promise<boolean> => {
    const wish = wishOf(fields, newIntentId)
    waiting.push(wish.ok ? { intentId: wish.value.intentId, placed: placeOrder(peer, wish.value, how) } : refusedLine(wish.error, line))
    if (waiting.length >= AHEAD_COUNT) await settleFirst()
    return true
  }
  try {
    await readRecords(input, take)
  } finally {
    // What was handed over before a damaged line has its answer all the same.
    while (waiting.length > 0) await settleFirst()
  }
  return exit
}
