import type { VenueFrame, VenueResult } from '../../src/lib/ports/venue.ts'
import type { NewOrder, OrderVenue, StreamMessage, Validity, VenueCall } from '../../src/lib/venues/orders.ts'

/** Limits of a venue that a scenario wants to run into. */
export interface BenchLimits {
  /** Weight of one minute. */
  readonly weightCount?: number
  /** New orders of ten seconds. */
  readonly ordersCount?: number
}

/** An adapter and a venue that speaks its protocol, in one process under virtual time. Nobody trades there but the account and `hit`. */
export interface VenueBench {
  readonly orders: OrderVenue
  /** The instrument, and amounts that suit it: nothing rests at the beginning. */
  readonly symbol: string
  readonly qty: string
  readonly half: string
  readonly price: string
  /** A price off the tick. */
  readonly badPrice: string
  /** More than the account can pay at `price`. */
  readonly hugeQty: string
  /** The venue's time. */
  readonly nowMs: number
  call(request: VenueCall): VenueResult
  /** Opens the socket of the user stream; an earlier one is closed. */
  openSocket(path: string): void
  sendFrame(frame: VenueFrame): void
  /** Everything that the socket of the user stream has received. */
  texts(): readonly string[]
  /** Another client trades with what rests, or rests itself. */
  hit(side: 'buy' | 'sell', price: string, qty: string): void
  advance(ms: number): void
  /** Makes the venue end the user stream in the way that is its own; false where it never does. */
  endStream(): boolean
}

export type OpenBench = (limits?: BenchLimits) => VenueBench

export const validityOf = ({ nowMs }: VenueBench): Validity => ({ serverMs: nowMs, recvWindowMs: 2_000 })

/** Opens the user stream as the adapter says. */
export const listen = (bench: VenueBench): void => {
  const { orders } = bench
  const key = orders.streamKey?.readKey(bench.call(orders.streamKey.open()))
  bench.openSocket(key?.kind === 'found' ? (orders.streamKey?.path(key.value) ?? '') : orders.streamPath)
  if (orders.streamKey === undefined) bench.sendFrame(orders.subscribe(7, validityOf(bench)))
}

/** What the user stream has said so far. */
export const heardBy = ({ orders, texts }: VenueBench): readonly StreamMessage[] => texts().map((text) => orders.readStream(text))

const BASE = { side: 'buy', type: 'limit', tif: 'gtc' } as const
let count = 0

/** A client order id as exec makes them. */
export const freshId = (): string => {
  count += 1
  return `T10maker-00001-${count.toString(36).padStart(7, '0')}n`
}

/** An order for the bench: a resting buy unless told otherwise. */
export const orderFor = (bench: VenueBench, over: Partial<NewOrder> = {}): NewOrder => ({
  ...BASE,
  clientOrderId: freshId(),
  symbol: bench.symbol,
  qty: bench.qty,
  price: bench.price,
  ...over,
})

/** Places an order and reads the answer. */
export const placed = (bench: VenueBench, order: NewOrder) => bench.orders.readPlaced(bench.call(bench.orders.place(order, validityOf(bench))))

/** Places an order that has to be accepted; what the venue says of it. */
export const rested = (bench: VenueBench, over: Partial<NewOrder> = {}) => {
  const answer = placed(bench, orderFor(bench, over))
  if (answer.kind !== 'accepted') throw new Error(`order is refused: ${answer.kind} ${answer.reason}`)
  return answer.report
}

/** How exec names an order to this venue. */
const refOf = ({ orders, symbol }: VenueBench, { clientOrderId, venueOrderId }: { readonly clientOrderId: string; readonly venueOrderId: string }) =>
  orders.traits.findsByClientId ? { symbol, clientOrderId } : { symbol, venueOrderId }

type Named = Parameters<typeof refOf>[1]

export const queried = (bench: VenueBench, named: Named) => bench.orders.readOrder(bench.call(bench.orders.query(refOf(bench, named), validityOf(bench))))

export const canceled = (bench: VenueBench, named: Named) => bench.orders.readCanceled(bench.call(bench.orders.cancel(refOf(bench, named), validityOf(bench))))
