import { TradeError } from '../base/errors.ts'
import { EXIT } from './exit.ts'

const SPEED_MAX = 1_000

/** A reader of a flag's value: the value as it is used, or exit code 2 with what would be accepted. */
const reader =
  (flag: string, wanted: string, accept: (text: string) => string | null) =>
  async (text: string): Promise<string> => {
    const value = accept(text)
    if (value !== null) return value
    throw new TradeError('USAGE', `'--${flag}' '${text}' is not accepted`, { exit: EXIT.usage, hint: wanted })
  }

const matching =
  (pattern: RegExp) =>
  (text: string): string | null =>
    pattern.test(text) ? text : null

/** Folder of a stack; an unset shell variable must not mean the current folder. */
export const dirValue = reader('dir', 'the path of a folder', matching(/./))
/** Name of a set of folders; part of paths. */
export const profileValue = reader('profile', 'letters, digits, - and _, at most 32', matching(/^[A-Za-z0-9_-]{1,32}$/))
/** A symbol as venues spell it, upper case. */
export const symbolValue = (flag: string) => reader(flag, 'symbols like BTCUSDT', (text) => matching(/^[A-Z0-9_-]{1,32}$/)(text.toUpperCase()))
/** Divisor of the gaps of a recording. */
export const speedValue = reader('speed', `a number above 0, at most ${SPEED_MAX}`, (text) => (Number(text) > 0 && Number(text) <= SPEED_MAX ? text : null))
