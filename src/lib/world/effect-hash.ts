import { createHash } from 'node:crypto'

const BATCH_CHARACTERS = 65_536

/** sha256 over everything that daemons did, in order: time, daemon, effect as JSON. */
export interface EffectHash {
  readonly count: number
  add(nowUs: number, name: string, effect: unknown): void
  digest(): string
}

/** A typed array is written as a list: the plain JSON of one names every index. */
const listed = (_key: string, value: unknown): unknown => (value instanceof Float64Array ? Array.from(value) : value)

export const effectHash = (): EffectHash => {
  const hash = createHash('sha256')
  let batch = ''
  let count = 0
  const flush = (): void => {
    hash.update(batch)
    batch = ''
  }
  return {
    get count() {
      return count
    },
    add: (nowUs, name, effect) => {
      count += 1
      const hasArrays = typeof effect === 'object' && effect !== null && 'bids' in effect
      batch += `${nowUs} ${name} ${hasArrays ? JSON.stringify(effect, listed) : JSON.stringify(effect)}\n`
      if (batch.length > BATCH_CHARACTERS) flush()
    },
    digest: () => {
      flush()
      return hash.copy().digest('hex')
    },
  }
}
