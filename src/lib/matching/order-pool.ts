import type { Prng } from '../base/prng.ts'

/** A set of order ids from which one can be drawn. */
export interface OrderPool {
  readonly size: number
  add(id: number): void
  /** False when it is not in the pool. */
  remove(id: number): boolean
  /** One of them, all equally likely; 0 when there is none. */
  pick(random: Prng): number
}

export const orderPool = (): OrderPool => {
  const ids: number[] = []
  const places = new Map<number, number>()
  return {
    get size() {
      return ids.length
    },
    add: (id) => {
      places.set(id, ids.length)
      ids.push(id)
    },
    remove: (id) => {
      const place = places.get(id)
      if (place === undefined) return false
      places.delete(id)
      const last = ids.pop()
      if (last !== undefined && last !== id) {
        ids[place] = last
        places.set(last, place)
      }
      return true
    },
    pick: (random) => ids[random.below(ids.length)] ?? 0,
  }
}
