import { US_PER_S } from '../../lib/base/time.ts'
import type { ControlAnswer } from '../../lib/venues/market.ts'
import type { Line } from './line.ts'
import type { Conn, Control, Step } from './state.ts'

/** Sends the next control message of a connection, if none waits for its answer and the venue's pace allows it; else a later tick does. */
export const pump = ({ state, venue, nowUs, emit }: Step, conn: Conn): void => {
  const [next] = conn.queue
  if (next === undefined || conn.phase === 'opening' || conn.asked !== null) return
  if (nowUs - conn.sentUs < US_PER_S / venue.traits.messagesPerS) return
  conn.queue.shift()
  state.controlCount += 1
  conn.asked = { ...next, id: state.controlCount, sentUs: nowUs }
  conn.sentUs = nowUs
  emit({ type: 'socket.send', socketId: conn.socketId, text: venue[next.method](next.streams, state.controlCount) })
}

/** The control message that an answer belongs to; null for an answer that nobody waits for. */
export const settleControl = ({ emit }: Step, conn: Conn, { id, problem }: ControlAnswer): Control | null => {
  const { asked } = conn
  if (asked === null || asked.id !== id) return null
  conn.asked = null
  if (problem !== null) emit({ type: 'log', level: 'warn', message: 'the venue refused a control message', fields: { method: asked.method, problem } })
  return asked
}

/** Ends and begins the stream of one book, over the connection that carries it. */
export const resubscribe = (step: Step, line: Line): void => {
  const { state, venue } = step
  const conn = state.bookLinks.get(line.symbol)?.conn
  if (conn === undefined || conn === null || conn.phase === 'opening') return
  const streams = [venue.bookStream(line.symbol)]
  const isUnderWay = [...conn.queue, ...(conn.asked === null ? [] : [conn.asked])].some(({ books }) => books.includes(line.symbol))
  if (isUnderWay) return
  state.counts.resubscriptions += 1
  conn.queue.push({ method: 'unsubscribe', streams, books: [] }, { method: 'subscribe', streams, books: [line.symbol] })
  pump(step, conn)
}
