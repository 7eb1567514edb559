import type { Order, OrderChanged } from '../contracts/exec.ts'
import type { StreamEvent } from '../contracts/stream.ts'
import type { Frame } from '../ports/journal.ts'
import type { DecodedFrame, Evidence } from './evidence.ts'

/** The events of exec's stream in a journal, in order. */
export const execEvents = (frames: readonly DecodedFrame[]): Array<{ readonly frame: DecodedFrame; readonly event: StreamEvent }> =>
  frames.flatMap((frame) => (frame.type === 'EVENT' && frame.payload.type === 'exec.event' ? [{ frame, event: frame.payload.event as StreamEvent }] : []))

/** Every order that the stream told of, as it was in the end. */
export const finalOrders = ({ exec }: Evidence): Map<string, Order> => {
  const orders = new Map<string, Order>()
  for (const { event } of execEvents(exec))
    if (event.type === 'order.changed') orders.set((event.body as OrderChanged).order.clientOrderId, (event.body as OrderChanged).order)
  return orders
}

/** The orders that left, in order. */
export const sends = (
  frames: readonly DecodedFrame[],
): Array<{ readonly frame: DecodedFrame; readonly clientOrderId: string; readonly deadServerMs: number }> =>
  frames.flatMap((frame) =>
    frame.type === 'SEND' ? [{ frame, clientOrderId: String(frame.payload.clientOrderId), deadServerMs: Number(frame.payload.deadServerMs) }] : [],
  )

/** Decodes frames with the given reader of payloads. */
export const decodeFrames = (frames: readonly Frame[], payload: (frame: Frame) => unknown): DecodedFrame[] =>
  frames.map((frame) => ({ seq: frame.seq, tsUs: frame.tsUs, epoch: frame.epoch, type: frame.type, payload: payload(frame) as DecodedFrame['payload'] }))
