import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { TradeError } from '../base/errors.ts'
import { fromLine } from '../codec/json.ts'
import type { Order } from '../contracts/exec.ts'
import { isLive } from '../model/order.ts'
import { askExec } from './exec-peer.ts'
import { EXIT } from './exit.ts'
import { orderAt, orderOf } from './order-placing.ts'
import type { CliPeer } from './peer.ts'

/** What became of the wish to cancel one order. */
export interface Canceled {
  readonly id: string
  readonly order: Order | null
  readonly exit: number
}

const idIn = (line: string): string => {
  if (!line.startsWith('{')) return line
  const parsed = fromLine(line)
  const { id, clientOrderId } = (parsed.ok ? Object(parsed.value) : {}) as { id?: unknown; clientOrderId?: unknown }
  const found = clientOrderId ?? id
  if (typeof found === 'string') return found
  throw new TradeError('INPUT_DAMAGED', `'${line.slice(0, 40)}' names no order`, { exit: EXIT.data, hint: "an id a line, or records with 'id'" })
}

/** Ids of orders, one a line, or of records that name one. */
export const readIds = async (input: Readable): Promise<string[]> => {
  const ids: string[] = []
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) if (line.trim() !== '') ids.push(idIn(line.trim()))
  return ids
}

/** Orders that have ended by themselves need no cancel. */
const ENDED: ReadonlySet<string> = new Set(['TOO_LATE', 'ALREADY_CLOSED'])

const wish = async (peer: CliPeer, clientOrderId: string): Promise<void> => {
  try {
    await askExec(peer, 'order.cancel', { clientOrderId })
  } catch (error) {
    if (!(error instanceof TradeError && ENDED.has(error.code))) throw error
  }
}

/** Cancels one order and waits until the venue confirms that it is gone: exit code 2 for an unknown one, 7 when that is not confirmed in time. */
const cancelOne = async (peer: CliPeer, id: string, forMs: number): Promise<Canceled> => {
  if ((await orderOf(peer, { clientOrderId: id })) === null) return { id, order: null, exit: EXIT.usage }
  await wish(peer, id)
  const order = await orderAt(peer, id, { wait: 'final', forMs })
  return { id, order, exit: order !== null && !isLive(order.status) ? EXIT.ok : EXIT.unknown }
}

/** Cancels that are on their way at a time. */
const AHEAD_COUNT = 32

/** The same for many at once; `tell` gets each outcome in the order of the ids. */
export const cancelIds = async (
  peer: CliPeer,
  ids: readonly string[],
  how: { readonly forMs: number; tell(canceled: Canceled): void },
): Promise<readonly Canceled[]> => {
  const done: Canceled[] = []
  const waiting: Promise<Canceled>[] = []
  const settleFirst = async (): Promise<void> => {
    const canceled = await waiting.shift()
    if (canceled === undefined) return
    done.push(canceled)
    how.tell(canceled)
  }
  for (const id of ids) {
    waiting.push(cancelOne(peer, id, how.forMs))
    if (waiting.length >= AHEAD_COUNT) await settleFirst()
  }
  while (waiting.length > 0) await settleFirst()
  return done
}
