import type { Turn } from '../events.ts'
import type { TruthLog } from '../trading/truth.ts'
import type { Product } from './recording-line.ts'
import type { Replica } from './replica.ts'

const MS_PER_S = 1_000

/** Writes what a correct book looks like, once for each second of the market's own time. */
export interface Checkpoints {
  /** Called after every diff that was applied, before it is sent. */
  note(at: { readonly symbol: string; readonly eventMs: number; readonly replica: Replica }, turn: Turn): void
}

export const createCheckpoints = (truth: TruthLog, product: Product = 'spot'): Checkpoints => {
  const named = product === 'spot' ? {} : { product }
  const seconds = new Map<string, number>()
  return {
    note: ({ symbol, eventMs, replica }, turn) => {
      const second = Math.floor(eventMs / MS_PER_S)
      if (seconds.get(symbol) === second) return
      seconds.set(symbol, second)
      truth.write(turn, 'checkpoint', { symbol, ...named, u: replica.updateId, hash: replica.hash() })
    },
  }
}
