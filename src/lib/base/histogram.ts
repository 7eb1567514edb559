const SUB_BUCKETS = 16
const EXPONENTS = 34
const WORD_MAX = 2 ** 31

/** Log-linear histogram of non-negative integers (microseconds as a rule): 16 buckets per power of two, error below 6.25 %. */
export interface Histogram {
  readonly count: number
  readonly sum: number
  record(value: number): void
  /** Greatest value of the bucket that holds the quantile; null when empty. */
  quantile(ratio: number): number | null
  /** How many recorded values lie at or below the bound, up to the bucket's width. */
  countBelow(bound: number): number
  /** Adds the counts of another histogram's `counts`. */
  merge(counts: ReadonlyArray<readonly [number, number]>, sum: number): void
  /** Non-empty buckets as [index, count]. */
  counts(): Array<readonly [number, number]>
  summary(): { count: number; sum: number; p50: number | null; p95: number | null; p99: number | null; counts: Array<readonly [number, number]> }
}

const bucketOf = (value: number): number => {
  if (value < SUB_BUCKETS) return Math.max(0, Math.floor(value))
  const exponent = value < WORD_MAX ? 31 - Math.clz32(value) : Math.min(EXPONENTS, Math.floor(Math.log2(value)))
  return (exponent - 3) * SUB_BUCKETS + Math.min(SUB_BUCKETS - 1, Math.floor(value / 2 ** (exponent - 4)) - SUB_BUCKETS)
}

const upperOf = (bucket: number): number => {
  if (bucket < SUB_BUCKETS) return bucket
  const exponent = Math.floor(bucket / SUB_BUCKETS) + 3
  return 2 ** (exponent - 4) * (SUB_BUCKETS + (bucket % SUB_BUCKETS) + 1) - 1
}

export const histogram = (): Histogram => {
  const buckets = new Float64Array((EXPONENTS - 1) * SUB_BUCKETS)
  let count = 0
  let sum = 0
  const quantile = (ratio: number): number | null => {
    if (count === 0) return null
    const rank = Math.max(1, Math.ceil(ratio * count))
    let seen = 0
    for (let bucket = 0; bucket < buckets.length; bucket++) {
      seen += buckets[bucket] ?? 0
      if (seen >= rank) return upperOf(bucket)
    }
    return null
  }
  const counts = (): Array<readonly [number, number]> => [...buckets].flatMap((value, bucket) => (value === 0 ? [] : [[bucket, value] as const]))
  return {
    get count() {
      return count
    },
    get sum() {
      return sum
    },
    record: (value) => {
      const bucket = bucketOf(value)
      buckets[bucket] = (buckets[bucket] ?? 0) + 1
      count += 1
      sum += value
    },
    quantile,
    countBelow: (bound) => {
      let seen = 0
      const last = bucketOf(bound)
      for (let bucket = 0; bucket <= last; bucket++) seen += buckets[bucket] ?? 0
      return seen
    },
    merge: (others, otherSum) => {
      for (const [bucket, value] of others) {
        buckets[bucket] = (buckets[bucket] ?? 0) + value
        count += value
      }
      sum += otherSum
    },
    counts,
    summary: () => ({ count, sum, p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99), counts: counts() }),
  }
}
