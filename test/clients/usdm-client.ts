import type { Book, Market, Order, Side } from './spot-client.ts'

/** Signed quantity and average price of entry, decimal strings; no position is '0'. */
export interface Position {
  readonly qty: string
  readonly entry: string
}

/** `price` makes it a limit order. */
export interface UsdmWish {
  readonly side: Side
  readonly qty: string
  readonly price?: string
  readonly isReduceOnly?: boolean
}

/** A market order that waits for a price. */
export interface ConditionalWish {
  readonly side: Side
  readonly qty: string
  readonly trigger: string
}

export interface Conditional {
  readonly id: string
  readonly trigger: string
}

export interface UsdmEvents {
  readonly orders: ReadonlyArray<Pick<Order, 'id' | 'status' | 'filled'>>
  /** Signed quantity, as told last. */
  positionOf(symbol: string): string | undefined
}

/** A futures client that somebody else wrote, behind the words of these tests. */
export interface UsdmClient {
  markets(): Promise<readonly Market[]>
  watchBook(symbol: string): Promise<() => Book>
  position(symbol: string): Promise<Position>
  /** The leverage that the venue confirms. */
  setLeverage(symbol: string, leverage: number): Promise<number>
  place(symbol: string, wish: UsdmWish): Promise<Order>
  query(symbol: string, id: string): Promise<Order>
  cancel(symbol: string, id: string): Promise<Order>
  openOrders(symbol: string): Promise<readonly Order[]>
  cancelAll(symbol: string): Promise<void>
  placeConditional(symbol: string, wish: ConditionalWish): Promise<string>
  conditionals(symbol: string): Promise<readonly Conditional[]>
  cancelConditional(symbol: string, id: string): Promise<void>
  /** Everything open is canceled after so long, unless this is called again; 0 ends it. */
  setCountdown(symbol: string, countdownMs: number): Promise<void>
  watchUser(symbol: string): Promise<UsdmEvents>
  codeOf(error: unknown): number
  close(): Promise<void>
}
