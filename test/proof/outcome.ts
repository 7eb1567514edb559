/** Exit code of a proof whose recordings are missing. */
export const SKIPPED = 77

/** What the exit code of a proof says; null is a death or a time limit. */
export const outcome = (status: number | null): 'passed' | 'failed' | 'skipped' => {
  if (status === 0) return 'passed'
  return status === SKIPPED ? 'skipped' : 'failed'
}
