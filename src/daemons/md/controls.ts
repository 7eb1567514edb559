import { US_PER_S } from '../../lib/base/time.ts'
import type { ControlAnswer } from '../../lib/venues/market.ts'
import { nextWaitUs } from './backoff.ts'
import type { Line } from './line.ts'
import type { Conn, Control, Step } from './state.ts'

/** Sends the next control message of a connection, if none waits for its answer and the venue's pace allows it; else a later tick does. */
export const pump = ({ state, venue, nowUs, emit }: Step, conn: Conn): void => {
  const [next] = conn.queue
  if (next === undefined || conn.phase === 'opening' || conn.asked !== null) return
  if (nowUs < conn.quietUntilUs || nowUs - conn.sentUs < US_PER_S / venue.traits.messagesPerS) return
  conn.queue.shift()
  state.controlCount += 1
  conn.asked = { ...next, id: state.controlCount, sentUs: nowUs }
  conn.sentUs = nowUs
  emit({ type: 'socket.send', socketId: conn.socketId, text: venue[next.method](next.streams, state.controlCount) })
}

/** A subscription that the venue refused is asked for again, ever later; what was asked for beside it goes first. */
const askLater = ({ state, nowUs, emit }: Step, conn: Conn, { control, problem }: { readonly control: Control; readonly problem: string }): void => {
  const { method, streams } = control
  emit({ type: 'log', level: 'warn', message: 'the venue refused a control message', fields: { method, streams: streams.length, problem } })
  if (method === 'unsubscribe') return
  conn.queue.push(control)
  conn.quietUntilUs = nowUs + nextWaitUs(state, conn.refusals)
}

/** What a control message says of some of its symbols. */
const partOf = ({ method, symbols, streams, books }: Control, isPart: (symbol: string) => boolean): Control => {
  const perSymbol = streams.length / symbols.length
  const streamsIn = streams.filter((_, index) => isPart(symbols[Math.floor(index / perSymbol)] ?? ''))
  return { method, symbols: symbols.filter(isPart), streams: streamsIn, books: books.filter(isPart) }
}

/** The control message that an answer belongs to, or its part about one symbol; null for an answer that nobody waits for. */
export const settleControl = (step: Step, conn: Conn, { id, symbol, problem }: ControlAnswer): Control | null => {
  const { asked } = conn
  if (asked === null || asked.id !== id) return null
  const settled = partOf(asked, (one) => symbol === undefined || one === symbol)
  if (settled.symbols.length === 0) return null
  const rest = partOf(asked, (one) => !settled.symbols.includes(one))
  conn.asked = rest.symbols.length === 0 ? null : { ...asked, ...rest }
  if (problem === null) conn.refusals.count = 0
  else askLater(step, conn, { control: settled, problem })
  return settled
}

/** Ends and begins the stream of one book; wishes that wait together leave together, for the venue counts messages. */
const enqueue = ({ queue }: Conn, { stream, symbol, perMessage }: { readonly stream: string; readonly symbol: string; readonly perMessage: number }): void => {
  const [end, begin] = queue.slice(-2)
  const isOpen = end?.method === 'unsubscribe' && begin?.method === 'subscribe' && begin.streams.length < perMessage
  const streams = [...(isOpen ? begin.streams : []), stream]
  const symbols = [...(isOpen ? begin.symbols : []), symbol]
  queue.splice(isOpen ? -2 : queue.length, 2, { method: 'unsubscribe', symbols, streams, books: [] }, { method: 'subscribe', symbols, streams, books: symbols })
}

/** Ends and begins the stream of one book, over the connection that carries it. */
export const resubscribe = (step: Step, line: Line): void => {
  const { state, venue } = step
  const conn = state.bookLinks.get(line.symbol)?.conn
  if (conn === undefined || conn === null || conn.phase === 'opening') return
  const isUnderWay = [...conn.queue, ...(conn.asked === null ? [] : [conn.asked])].some(({ books }) => books.includes(line.symbol))
  if (isUnderWay) return
  state.counts.resubscriptions += 1
  enqueue(conn, { stream: venue.bookStream(line.symbol), symbol: line.symbol, perMessage: venue.traits.streamsPerMessage })
  pump(step, conn)
}
