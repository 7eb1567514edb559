/** What the value of a key must be. A `skipped` one may be any plain text, number or truth value. */
export const KIND = { skipped: 0, whole: 1, price: 2, qty: 3, levels: 4, flag: 5, symbol: 6, none: 7 } as const

/** The keys of one event by their character. */
export interface FramePlan {
  readonly event: 'diff' | 'trade' | 'ticker'
  readonly kinds: Uint8Array
  /** Bit of each key that must not come twice. */
  readonly bits: Int32Array
  readonly required: number
  readonly idKey: number
}

/** Place of the key `pu`. */
export const PREV_KEY = 1
/** The bit of the name, which is read before everything else. */
export const NAME_BIT = 1 << 30

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

const charCode = (key: string): number => (key === 'pu' ? PREV_KEY : key.charCodeAt(0))

const planOf = (event: FramePlan['event'], id: string, keys: Readonly<Record<string, keyof typeof KIND>>): FramePlan => {
  const kinds = new Uint8Array(256).fill(KIND.none)
  const bits = new Int32Array(256)
  kinds[2] = KIND.skipped
  for (const letter of LETTERS) kinds[charCode(letter)] = KIND.skipped
  bits[charCode('e')] = NAME_BIT
  let required = 0
  for (const [index, [key, kind]] of Object.entries(keys).entries()) {
    kinds[charCode(key)] = KIND[kind]
    bits[charCode(key)] = 1 << index
    if (key !== 'pu') required |= 1 << index
  }
  return { event, kinds, bits, required, idKey: charCode(id) }
}

/** Plans by the name of the event; a best-prices event of Spot has none. */
export const PLANS = {
  depthUpdate: planOf('diff', 'u', { E: 'whole', s: 'symbol', U: 'whole', u: 'whole', pu: 'whole', b: 'levels', a: 'levels' }),
  trade: planOf('trade', 't', { s: 'symbol', t: 'whole', p: 'price', q: 'qty', T: 'whole', m: 'flag' }),
  aggTrade: planOf('trade', 'a', { s: 'symbol', a: 'whole', p: 'price', q: 'qty', T: 'whole', m: 'flag' }),
  bookTicker: planOf('ticker', 'u', { u: 'whole', s: 'symbol', b: 'price', B: 'qty', a: 'price', A: 'qty' }),
} as const satisfies Readonly<Record<string, FramePlan>>
