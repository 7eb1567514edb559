import { isTradeError, TradeError } from '../base/errors.ts'
import { durationMs } from './duration.ts'
import { EXIT } from './exit.ts'

const SIZES: Readonly<{ [unit: string]: number }> = { KiB: 1_024, MiB: 1_048_576, GiB: 1_073_741_824 }

const SPANS = 'a time like 30m or 1h, a size like 500MiB or 1GiB, or 0 for never'
const usage = (message: string, hint: string): TradeError => new TradeError('USAGE', message, { exit: EXIT.usage, hint })

const spanMs = (text: string): number => {
  try {
    const ms = durationMs(text, 'rotate')
    if (ms > 0) return ms
  } catch (error) {
    if (!isTradeError(error)) throw error
  }
  throw usage(`'--rotate' '${text}' is no time or size`, SPANS)
}

/** When a new file begins: after a size such as `1GiB` or a time such as `1h`; `0` is never. */
export const rotation = (text: string, out: string): { readonly rotateBytes: number; readonly rotateMs: number } => {
  if (out === '') throw usage("'--out' is empty", "a file, or '-' for standard output")
  if (out === '-' && text !== '0') throw usage("'--rotate' needs files, and '--out' is standard output", '--out FILE')
  const [, count, unit = ''] = /^(\d{1,6})(KiB|MiB|GiB)$/.exec(text) ?? []
  if (count === undefined) return { rotateBytes: Number.POSITIVE_INFINITY, rotateMs: spanMs(text) }
  const rotateBytes = Number(count) * (SIZES[unit] ?? 1)
  if (rotateBytes === 0) throw usage(`'--rotate' '${text}' is no time or size`, SPANS)
  return { rotateBytes, rotateMs: Number.POSITIVE_INFINITY }
}
