/** The value below which a share of the samples lies; the nearest one, no interpolation. */
export const quantile = (samples: readonly number[], share: number): number => {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5)

/** Round by round, a over b. */
export const ratios = (a: readonly number[], b: readonly number[]): number[] => a.map((value, round) => value / (b[round] ?? Number.NaN))
