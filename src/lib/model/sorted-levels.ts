const FIRST_CAPACITY = 256

/** Sizes by key, sorted so that the greatest key is the last: changes near it move little. */
export class SortedLevels {
  count = 0
  #keys = new Float64Array(FIRST_CAPACITY)
  #lots = new Float64Array(FIRST_CAPACITY)

  set(key: number, lots: number): void {
    const at = this.#find(key)
    const isKnown = at < this.count && this.#keys[at] === key
    if (lots !== 0) {
      if (!isKnown) this.#open(at, key)
      this.#lots[at] = lots
    } else if (isKnown) this.#close(at)
  }

  /** Key by rank, the greatest first. */
  keyAt(level: number): number {
    return this.#keys[this.count - 1 - level] ?? 0
  }

  lotsAt(level: number): number {
    return this.#lots[this.count - 1 - level] ?? 0
  }

  /** Size of a key; 0 when it is not there. */
  lotsOf(key: number): number {
    const at = this.#find(key)
    return at < this.count && this.#keys[at] === key ? (this.#lots[at] ?? 0) : 0
  }

  /** Removes the greatest key. */
  pop(): void {
    this.count -= 1
  }

  clear(): void {
    this.count = 0
  }

  /** Index of the first key that is not below. */
  #find(key: number): number {
    const keys = this.#keys
    let low = 0
    let high = this.count
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((keys[middle] ?? 0) < key) low = middle + 1
      else high = middle
    }
    return low
  }

  #open(at: number, key: number): void {
    if (this.count === this.#keys.length) this.#grow()
    if (at < this.count) {
      this.#keys.copyWithin(at + 1, at, this.count)
      this.#lots.copyWithin(at + 1, at, this.count)
    }
    this.#keys[at] = key
    this.count += 1
  }

  #close(at: number): void {
    this.#keys.copyWithin(at, at + 1, this.count)
    this.#lots.copyWithin(at, at + 1, this.count)
    this.count -= 1
  }

  #grow(): void {
    const keys = new Float64Array(2 * this.#keys.length)
    const lots = new Float64Array(2 * this.#lots.length)
    keys.set(this.#keys)
    lots.set(this.#lots)
    this.#keys = keys
    this.#lots = lots
  }
}
