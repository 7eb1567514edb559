import type { BarEnded, BookState } from './market.ts'

/** Best prices of a valid book at a moment; prices and quantities are decimal strings, `atUs` microseconds since 1970. */
export interface TopSample {
  readonly symbol: string
  readonly atUs: number
  readonly updateId: number
  readonly bid: string
  readonly bidQty: string
  readonly ask: string
  readonly askQty: string
}

/** A book changed its state; the reason tells a gap from a lost connection. */
export interface StateSample {
  readonly symbol: string
  readonly atUs: number
  readonly state: BookState
  readonly reason: string
}

/** A row of md's time series, by the table that it belongs to. */
export type SeriesRow =
  | { readonly table: 'bars'; readonly row: BarEnded }
  | { readonly table: 'tops'; readonly row: TopSample }
  | { readonly table: 'states'; readonly row: StateSample }
