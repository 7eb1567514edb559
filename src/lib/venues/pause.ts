import { US_PER_S } from '../base/time.ts'

/** No ban of a venue lasts longer; what tells of more is not believed. */
export const PAUSE_US_MAX = 3 * 86_400 * US_PER_S

const LIMITED = 429
const BANNED = 418
/** What a refusal costs when the venue does not say: the rest of a window, the least ban. */
const PAUSE_S: Readonly<Record<number, number>> = { [LIMITED]: 10, [BANNED]: 120 }

/** A count as a header has it; null for anything else. */
export const countIn = (text: string | undefined): number | null => (text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null)

/** For how long nothing may be sent after an answer, three days at most: `Retry-After` comes with 429 and 418. */
export const pauseUsOf = (status: number, headers: Readonly<Record<string, string>>): number =>
  Math.min(PAUSE_US_MAX, (countIn(headers['retry-after']) ?? PAUSE_S[status] ?? 0) * US_PER_S)
