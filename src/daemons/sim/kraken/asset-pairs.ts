import type { Session } from './session-lines.ts'

const FIRST_LEVEL = 0

const decimalsOf = (text: string): number => (text.includes('.') ? text.length - 1 - text.indexOf('.') : 0)
const stepDecimals = (price: string): number => decimalsOf(price.replace(/0+$/, ''))

type Levels = ReadonlyArray<readonly [price: string, qty: string]>

/** One entry of the list of pairs: the decimals are those of the levels of its first book. */
const entryOf = (pair: string, levels: Levels) => ({
  altname: pair.replace('/', ''),
  wsname: pair,
  base: pair.split('/')[0],
  quote: pair.split('/')[1],
  pair_decimals: Math.max(0, ...levels.map(([price]) => stepDecimals(price))),
  lot_decimals: decimalsOf(levels[FIRST_LEVEL]?.[1] ?? ''),
  ordermin: '0.0001',
  costmin: '0',
  status: 'online',
})

/** The pairs of a recorded connection as `GET /0/public/AssetPairs` lists them. */
export const assetPairs = ({ lines }: Session): string => {
  const result = lines
    .filter(({ kind }) => kind === 'book')
    .map(({ pair, text }) => {
      const [, book] = JSON.parse(text) as [number, { readonly as?: Levels; readonly bs?: Levels }]
      return [pair.replace('/', ''), entryOf(pair, [...(book.as ?? []), ...(book.bs ?? [])])] as const
    })
  return JSON.stringify({ error: [], result: Object.fromEntries(result) })
}
