import { TradeError } from '../base/errors.ts'
import { durationMs } from './duration.ts'
import { EXIT } from './exit.ts'

const SIZES: Readonly<{ [unit: string]: number }> = { KiB: 1_024, MiB: 1_048_576, GiB: 1_073_741_824 }

/** When a new file begins: after a size such as `1GiB` or a time such as `1h`; `0` is never. */
export const rotation = (text: string): { readonly rotateBytes: number; readonly rotateMs: number } => {
  const [, count, unit = ''] = /^(\d{1,6})(KiB|MiB|GiB)$/.exec(text) ?? []
  if (count === undefined) return { rotateBytes: Number.POSITIVE_INFINITY, rotateMs: durationMs(text, 'rotate') }
  const rotateBytes = Number(count) * (SIZES[unit] ?? 1)
  if (rotateBytes === 0) throw new TradeError('USAGE', `'--rotate' ${text} is no size`, { exit: EXIT.usage, hint: 'like 1GiB or 1h' })
  return { rotateBytes, rotateMs: Number.POSITIVE_INFINITY }
}
