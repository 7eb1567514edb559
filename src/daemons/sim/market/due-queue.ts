/** Names by the time when each is due, earliest first. */
export interface DueQueue {
  /** When the first is due; null when there is none. */
  readonly nextUs: number | null
  /** Sets or changes the time of a name. */
  set(name: string, dueUs: number): void
  /** Takes out the first name that is due; null when none is. */
  take(nowUs: number): string | null
}

interface Entry {
  readonly name: string
  readonly dueUs: number
}

/** A binary heap; a name that was set again leaves its old entry behind, which is passed over. */
class Heap implements DueQueue {
  readonly #entries: Entry[] = []
  readonly #dueUs = new Map<string, number>()

  get nextUs(): number | null {
    this.#passOver()
    return this.#entries[0]?.dueUs ?? null
  }

  set(name: string, dueUs: number): void {
    if (this.#dueUs.get(name) === dueUs) return
    this.#dueUs.set(name, dueUs)
    const entry = { name, dueUs }
    let at = this.#entries.push(entry) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      if (this.#at(above) <= dueUs) break
      this.#swap(at, above)
      at = above
    }
  }

  take(nowUs: number): string | null {
    this.#passOver()
    const first = this.#entries[0]
    if (first === undefined || first.dueUs > nowUs) return null
    this.#dueUs.delete(first.name)
    this.#drop()
    return first.name
  }

  #passOver(): void {
    for (let first = this.#entries[0]; first !== undefined && this.#dueUs.get(first.name) !== first.dueUs; first = this.#entries[0]) this.#drop()
  }

  #drop(): void {
    const last = this.#entries.pop()
    if (last === undefined || this.#entries.length === 0) return
    this.#entries[0] = last
    for (let at = 0; ; ) {
      const left = 2 * at + 1
      const below = this.#at(left + 1) < this.#at(left) ? left + 1 : left
      if (this.#at(below) >= last.dueUs) return
      this.#swap(at, below)
      at = below
    }
  }

  #at(index: number): number {
    return this.#entries[index]?.dueUs ?? Number.MAX_SAFE_INTEGER
  }

  #swap(a: number, b: number): void {
    const [first, second] = [this.#entries[a], this.#entries[b]]
    if (first === undefined || second === undefined) return
    this.#entries[a] = second
    this.#entries[b] = first
  }
}

export const createDueQueue = (): DueQueue => new Heap()
