const FIRST_LEVELS = 1_024
/** Above this a view is made anew: so long a diff is rare. */
const KEPT_VIEWS = 1_025

/** Memory for the levels of one side, used again for each diff. */
export class LevelMemory {
  flat: Float64Array = new Float64Array(2 * FIRST_LEVELS)
  #views: (Float64Array | undefined)[] = new Array<Float64Array | undefined>(KEPT_VIEWS).fill(undefined)

  /** Twice the room, with what is there. */
  grow(): Float64Array {
    const flat = new Float64Array(2 * this.flat.length)
    flat.set(this.flat)
    this.flat = flat
    this.#views.fill(undefined)
    return flat
  }

  /** The first levels: the same view for the same count, until the memory grows. */
  view(count: number): Float64Array {
    const known = this.#views[count]
    if (known !== undefined) return known
    const view = this.flat.subarray(0, 2 * count)
    if (count < KEPT_VIEWS) this.#views[count] = view
    return view
  }
}
