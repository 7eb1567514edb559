import { TradeError } from '../base/errors.ts'
import { EXIT } from './exit.ts'

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Milliseconds of `250ms`, `5s`, `2h`; `0` means for ever. */
export const durationMs = (text: string, flag: string): number => {
  if (text === '0') return Number.POSITIVE_INFINITY
  const match = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d)$/.exec(text)
  const unit = UNITS[match?.[2] ?? '']
  if (match === null || unit === undefined)
    throw new TradeError('USAGE', `'--${flag}' ${text} is no duration`, { exit: EXIT.usage, hint: 'like 250ms, 20s, 5m, 2h, or 0 for ever' })
  return Number(match[1]) * unit
}

/** The same for a pace, where `0` means every time. */
export const intervalMs = (text: string, flag: string): number => (text === '0' ? 0 : durationMs(text, flag))
