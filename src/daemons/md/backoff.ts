import { msToUs } from '../../lib/base/time.ts'
import type { Attempts } from './line.ts'
import type { MdState } from './state.ts'

const DOUBLINGS_MAX = 30

/** Wait before the next attempt: drawn anew each time, from a range that doubles up to the limit, so that many clients spread. */
export const nextWaitUs = ({ config, chance }: MdState, attempts: Attempts): number => {
  const minUs = msToUs(config.backoffMinMs)
  attempts.count += 1
  const ceilingUs = Math.min(msToUs(config.backoffMaxMs), minUs * 2 ** Math.min(attempts.count, DOUBLINGS_MAX))
  return Math.round(minUs + chance.unit() * Math.max(0, ceilingUs - minUs))
}
