import type { Params } from './params.ts'
import { refusals } from './refusal.ts'

const LIMIT_DEFAULT = 500
const LIMIT_MAX = 1_000
const DAY_MS = 86_400_000

/** A span of time that a call asks for. */
export interface AskedWindow {
  readonly fromMs: number
  readonly toMs: number
  readonly isGiven: boolean
}

/** How many entries a call asks for; refused with -1130 when it is none. */
export const readLimit = (params: Params): number => {
  const limit = params.whole('limit') ?? LIMIT_DEFAULT
  if (limit < 1) throw refusals.badValue('limit')
  return Math.min(LIMIT_MAX, limit)
}

/** The span of time that a call asks for, a day at most; refused with -1127 or -1130. */
export const readWindow = (params: Params): AskedWindow => {
  const from = params.whole('startTime')
  const to = params.whole('endTime')
  if (from !== undefined && to !== undefined && to < from) throw refusals.badValue('endTime')
  if (from !== undefined && to !== undefined && to - from > DAY_MS) throw refusals.tooLong(24)
  return { fromMs: from ?? 0, toMs: to ?? Number.MAX_SAFE_INTEGER, isGiven: from !== undefined || to !== undefined }
}
