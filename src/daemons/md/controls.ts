import { US_PER_S } from '../../lib/base/time.ts'
import type { ControlAnswer } from '../../lib/venues/market.ts'
import { nextWaitUs } from './backoff.ts'
import type { Line } from './line.ts'
import type { Conn, Control, Step } from './state.ts'

/** Refused messages wait for their time, and then for all that were never refused. */
const takeNext = ({ queue, refused }: Conn, nowUs: number): Control | undefined => {
  if (queue.length > 0) return queue.shift()
  const due = refused.findIndex(({ dueUs }) => dueUs <= nowUs)
  return due < 0 ? undefined : refused.splice(due, 1)[0]?.control
}

/** Sends the next control message of a connection, if none waits for its answer and the venue's pace allows it; else a later tick does. */
export const pump = ({ state, venue, nowUs, emit }: Step, conn: Conn): void => {
  if (conn.phase === 'opening' || conn.asked !== null || nowUs - conn.sentUs < US_PER_S / venue.traits.messagesPerS) return
  const next = takeNext(conn, nowUs)
  if (next === undefined) return
  state.controlCount += 1
  conn.asked = { ...next, id: state.controlCount, sentUs: nowUs }
  conn.sentUs = nowUs
  emit({ type: 'socket.send', socketId: conn.socketId, text: venue[next.method](next.streams, state.controlCount) })
}

/** A subscription that the venue refused is asked for again, ever later, and later still the more of them wait. */
const askLater = ({ state, nowUs, emit }: Step, conn: Conn, { control, problem }: { readonly control: Control; readonly problem: string }): void => {
  const { method, streams, books, refusals } = control
  emit({ type: 'log', level: 'warn', message: 'the venue refused a control message', fields: { method, streams: streams.length, problem } })
  if (method === 'unsubscribe') return
  for (const symbol of books) conn.begun.delete(symbol)
  const waitUs = nextWaitUs(state, refusals)
  conn.refused.push({ control, dueUs: nowUs + waitUs * (conn.refused.length + 1) })
}

/** What a control message says of some of its symbols. */
const partOf = ({ method, symbols, streams, books, refusals }: Control, isPart: (symbol: string) => boolean): Control => {
  const perSymbol = streams.length / symbols.length
  const streamsIn = streams.filter((_, index) => isPart(symbols[Math.floor(index / perSymbol)] ?? ''))
  return { method, symbols: symbols.filter(isPart), streams: streamsIn, books: books.filter(isPart), refusals: { ...refusals } }
}

/** The control message that an answer belongs to, or its part about one symbol; null for an answer that nobody waits for. */
export const settleControl = (step: Step, conn: Conn, { id, symbol, problem }: ControlAnswer): Control | null => {
  const { asked } = conn
  if (asked === null || asked.id !== id) return null
  const settled = partOf(asked, (one) => symbol === undefined || one === symbol)
  if (settled.symbols.length === 0) return null
  const rest = partOf(asked, (one) => !settled.symbols.includes(one))
  conn.asked = rest.symbols.length === 0 ? null : { ...asked, ...rest }
  if (problem !== null) askLater(step, conn, { control: settled, problem })
  return settled
}

/** Ends and begins the stream of one book; wishes that wait together leave together, for the venue counts messages. */
const enqueue = ({ queue }: Conn, { stream, symbol, perMessage }: { readonly stream: string; readonly symbol: string; readonly perMessage: number }): void => {
  const [end, begin] = queue.slice(-2)
  const isOpen = end?.method === 'unsubscribe' && begin?.method === 'subscribe' && begin.streams.length < perMessage
  const streams = [...(isOpen ? begin.streams : []), stream]
  const symbols = [...(isOpen ? begin.symbols : []), symbol]
  const pair = { symbols, streams, refusals: { count: 0, armed: false } }
  queue.splice(isOpen ? -2 : queue.length, 2, { ...pair, method: 'unsubscribe', books: [] }, { ...pair, method: 'subscribe', books: symbols })
}

/** Ends and begins the stream of one book, over the connection that carries it. */
export const resubscribe = (step: Step, line: Line): void => {
  const { state, venue } = step
  const conn = state.bookLinks.get(line.symbol)?.conn
  if (conn === undefined || conn === null || conn.phase === 'opening') return
  const open = [...conn.queue, ...conn.refused.map(({ control }) => control), ...(conn.asked === null ? [] : [conn.asked])]
  const isUnderWay = open.some(({ books }) => books.includes(line.symbol))
  if (isUnderWay) return
  state.counts.resubscriptions += 1
  enqueue(conn, { stream: venue.bookStream(line.symbol), symbol: line.symbol, perMessage: venue.traits.streamsPerMessage })
  pump(step, conn)
}
