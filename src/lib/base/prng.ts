/** xoshiro128** of Blackman and Vigna, seeded through splitmix32; the only source of chance in cores and worlds. */
export interface Prng {
  /** Uniform 32-bit unsigned integer. */
  next(): number
  /** Uniform in [0, 1). */
  unit(): number
  /** Uniform integer in [0, limit). */
  below(limit: number): number
  /** True with probability `ratio`. */
  chance(ratio: number): boolean
  /** Exponentially distributed with the given mean. */
  exponential(mean: number): number
  /** Standard normal (Box-Muller). */
  normal(): number
}

const hashText = (text: string): number => {
  let hash = 0x811c9dc5
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193)
  return hash >>> 0
}

const splitmix = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }
}

const rotate = (value: number, count: number): number => ((value << count) | (value >>> (32 - count))) >>> 0

/** One independent stream per (seed, component), so that a new draw in one component moves no other. */
export const prng = (seed: number, component = ''): Prng => {
  const mix = splitmix((seed ^ hashText(component)) >>> 0)
  let [a, b, c, d] = [mix(), mix(), mix(), mix()]
  const next = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = (b << 9) >>> 0
    c = (c ^ a) >>> 0
    d = (d ^ b) >>> 0
    b = (b ^ c) >>> 0
    a = (a ^ d) >>> 0
    c = (c ^ shifted) >>> 0
    d = rotate(d, 11)
    return result
  }
  const unit = (): number => next() / 4294967296
  return {
    next,
    unit,
    below: (limit) => Math.floor(unit() * limit),
    chance: (ratio) => unit() < ratio,
    exponential: (mean) => -Math.log(1 - unit()) * mean,
    normal: () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit()),
  }
}
