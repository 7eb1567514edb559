import { TradeError } from '../base/errors.ts'
import { EXIT } from './exit.ts'

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }
const TIMES: Readonly<Record<string, string>> = { life: 'socketLifeMs', ping: 'pingEveryMs', silent: 'silentMs' }

const msOf = (text: string): number | null => {
  const [, count, unit = ''] = /^(\d{1,9})(ms|s|m|h)$/.exec(text) ?? []
  return count === undefined ? null : Number(count) * (UNITS_MS[unit] ?? 0)
}

const settingOf = (part: string): readonly [string, number] | null => {
  const [, name = '', text = ''] = /^(\w+)=(\w+)$/.exec(part) ?? []
  if (name === 'attempts') return /^\d{1,9}$/.test(text) ? ['attemptsCount', Number(text)] : null
  const field = Object.hasOwn(TIMES, name) ? TIMES[name] : undefined
  const ms = msOf(text)
  return field === undefined || ms === null || ms < 10 ? null : [field, ms]
}

/** `life=24h,ping=20s,silent=60s,attempts=300` as the simulator's settings of sockets. */
export const parseSockets = (text: string | undefined): Record<string, number> =>
  Object.fromEntries(
    (text?.split(',') ?? []).map((part) => {
      const setting = settingOf(part)
      if (setting !== null) return setting
      throw new TradeError('USAGE', `'--sockets' ${part} is no setting`, { exit: EXIT.usage, hint: 'life=24h,ping=20s,silent=60s,attempts=300' })
    }),
  )
