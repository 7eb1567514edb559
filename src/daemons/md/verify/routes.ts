/** Enough for the name of a stream and its channel. */
const HEAD_BYTES = 64
const HEAD = /^\{"stream":"([^"@]+)@([a-zA-Z]+)/
const NAME = /^([^@]+)@([a-zA-Z]+)/
const KNOWN_MAX = 64
const NAMED = '?streams='

/** A socket as frames see it. */
export interface Carrier {
  readonly path: string
  open: boolean
  /** Half-open: it takes frames and delivers none. */
  silent: boolean
}

type Entry = readonly [socketId: number, carrier: Carrier]

const isHead = (head: Uint8Array, bytes: Uint8Array): boolean => {
  for (let index = head.length - 1; index >= 0; index--) if (head[index] !== bytes[index]) return false
  return true
}

/** A path that names streams carries those; trades recorded one by one stand for the venue's aggregates of them. */
const carries = (path: string, symbol: string, kind: string): boolean =>
  (path.split(NAMED)[1] ?? '').split('/').some((name) => {
    const [, named, of = ''] = NAME.exec(name) ?? []
    return named === symbol && of.replace(/^agg/, '').toLowerCase() === kind.toLowerCase()
  })

const carrierOf = (open: readonly Entry[], symbol: string | undefined, kind = ''): Entry | undefined => {
  const named = symbol === undefined ? undefined : open.find(([, { path }]) => carries(path, symbol, kind))
  return named ?? open.findLast(([, { path }]) => symbol === undefined || !path.includes(NAMED))
}

/** Which socket carries a frame: the one whose path names its stream, else the last one that names none. */
export class Routes {
  readonly #sockets: ReadonlyMap<number, Carrier>
  /** What frames begin with whose way is known. */
  #known: { readonly head: Uint8Array; readonly socketId: number | null }[] = []
  /** Sockets that deliver; null: to be found. */
  #open: readonly Entry[] | null = null

  constructor(sockets: ReadonlyMap<number, Carrier>) {
    this.#sockets = sockets
  }

  /** A socket opened, closed or fell silent. */
  forget(): void {
    this.#known = []
    this.#open = null
  }

  /** Null: nobody gets it. */
  socketOf(bytes: Uint8Array): number | null {
    const known = this.#known.find(({ head }) => isHead(head, bytes))
    if (known !== undefined) return known.socketId
    const [head = '', symbol, kind] = HEAD.exec(String.fromCharCode(...bytes.subarray(0, HEAD_BYTES))) ?? []
    this.#open ??= [...this.#sockets].filter(([, { open, silent }]) => open && !silent)
    const socketId = carrierOf(this.#open, symbol, kind)?.[0] ?? null
    const isTold = head !== '' && !/[a-zA-Z]/.test(String.fromCharCode(bytes[head.length] ?? 0))
    if (isTold && this.#known.length < KNOWN_MAX) this.#known.push({ head: Uint8Array.from(bytes.subarray(0, head.length + 1)), socketId })
    return socketId
  }
}
