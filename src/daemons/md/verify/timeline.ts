interface Due {
  readonly atUs: number
  readonly run: () => void
}

/** Virtual time: what is due later happens when time gets there, in order, equal times in the order of their calls. */
export class Timeline {
  nowUs: number
  /** The next one is the last. */
  readonly #due: Due[] = []

  constructor(startUs: number) {
    this.nowUs = startUs
  }

  after(afterUs: number, run: () => void): () => void {
    const due: Due = { atUs: this.nowUs + Math.max(0, afterUs), run }
    let index = this.#due.length
    while (index > 0 && (this.#due[index - 1]?.atUs ?? 0) <= due.atUs) index -= 1
    this.#due.splice(index, 0, due)
    return () => {
      const at = this.#due.indexOf(due)
      if (at >= 0) this.#due.splice(at, 1)
    }
  }

  /** Lets everything happen that is due up to and including `untilUs`. */
  advance(untilUs: number): void {
    for (let next = this.#due.at(-1); next !== undefined && next.atUs <= untilUs; next = this.#due.at(-1)) {
      this.#due.pop()
      this.nowUs = Math.max(this.nowUs, next.atUs)
      next.run()
    }
    this.nowUs = Math.max(this.nowUs, untilUs)
  }
}
