/** Where a client finds the venue, and as whom it comes. */
export interface Access {
  /** `127.0.0.1:PORT`. */
  readonly host: string
  readonly isSecure: boolean
  readonly apiKey: string
  readonly secret: string
}

export type Connect<Client> = (access: Access) => Promise<Client>

export type Side = 'buy' | 'sell'
/** What the client calls an order's state, in the words that both clients can be translated to. */
export type Status = 'open' | 'closed' | 'canceled' | 'expired'

/** Every amount in this file is a decimal string without trailing zeros. */
export interface Market {
  readonly id: string
  readonly base: string
  readonly quote: string
  readonly priceStep: string
  readonly qtyStep: string
  readonly isActive: boolean
}

/** Price and quantity. */
export type Level = readonly [string, string]

export interface Book {
  readonly bids: readonly Level[]
  readonly asks: readonly Level[]
}

export interface Print {
  readonly price: string
  readonly qty: string
  /** Who took. */
  readonly side: Side
}

export interface Balance {
  readonly free: string
  readonly locked: string
}

export interface Order {
  readonly id: string
  readonly side: Side
  readonly status: Status
  readonly price: string
  readonly qty: string
  readonly filled: string
  readonly cost: string
}

export interface Fill {
  readonly tradeId: string
  readonly orderId: string
  readonly side: Side
  readonly price: string
  readonly qty: string
  readonly cost: string
  readonly fee: string
  readonly feeAsset: string
  readonly isMaker: boolean
}

/** `price` makes it a limit order, `stop` one that waits for that price. */
export interface Wish {
  readonly side: Side
  readonly qty: string
  readonly price?: string
  readonly stop?: string
  readonly isPostOnly?: boolean
}

/** A pair of which one cancels the other: a sale above the market and one below it. */
export interface PairWish {
  readonly qty: string
  readonly above: string
  readonly stop: string
  readonly below: string
}

/** What the venue tells of the account, growing while it comes. */
export interface UserEvents {
  readonly orders: readonly Order[]
  balanceOf(asset: string): Balance | undefined
}

/** The calls of trading, over either transport. */
export interface Desk {
  place(symbol: string, wish: Wish): Promise<Order>
  query(symbol: string, id: string): Promise<Order>
  cancel(symbol: string, id: string): Promise<Order>
}

/** A spot client that somebody else wrote, behind the words of these tests. */
export interface SpotClient {
  readonly rest: Desk
  /** The same over the WebSocket API. */
  readonly socket: Desk
  markets(): Promise<readonly Market[]>
  book(symbol: string): Promise<Book>
  /** The book as its stream tells it; empty until it has come. */
  watchBook(symbol: string): Promise<() => Book>
  watchTrades(symbol: string): Promise<readonly Print[]>
  balances(): Promise<Readonly<Record<string, Balance>>>
  watchUser(symbol: string): Promise<UserEvents>
  openOrders(symbol: string): Promise<readonly Order[]>
  /** Cancels one order and places another in one call. */
  replace(symbol: string, id: string, wish: Wish): Promise<Order>
  /** The newest public trades, as REST tells them. */
  prints(symbol: string): Promise<readonly Print[]>
  cancelAll(symbol: string): Promise<void>
  fills(symbol: string): Promise<readonly Fill[]>
  /** Ids of both legs. */
  placePair(symbol: string, wish: PairWish): Promise<readonly string[]>
  /** The venue's error code in an error of this client. */
  codeOf(error: unknown): number
  close(): Promise<void>
}

/** A decimal text without trailing zeros. */
export const plain = (value: unknown): string => {
  const text = String(value ?? '0')
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
