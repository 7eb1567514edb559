import { fail, ok, type Result } from '../../lib/base/result.ts'
import type { RpcError } from '../../lib/contracts/envelope.ts'
import type { HaltLevel, ResumeRequest } from '../../lib/contracts/risk.ts'
import { SERVICES } from '../../lib/contracts/words.ts'

/** The halt in force: it stays until a human lowers it. */
export interface Latch {
  readonly level: HaltLevel
  readonly reason: string
  readonly by: string
}

const LEVELS: readonly HaltLevel[] = ['K0', 'K1', 'K2', 'K3', 'K4']

/** Position of a level, 0 to 4. */
export const levelIndex = (level: HaltLevel): number => LEVELS.indexOf(level)

/** The latch after a wish to halt; null when that level is reached already. */
export const raised = (latch: Latch, wanted: Latch): Latch | null => (levelIndex(wanted.level) > levelIndex(latch.level) ? wanted : null)

const refusal = (code: string, message: string): { readonly ok: false; readonly error: RpcError } => fail({ code, category: 'reject', message })

const isService = (name: string): boolean => SERVICES.some((service) => service === name)

/** The latch after a wish to resume: one step down, by a person, for a reason. */
export const lowered = (latch: Latch, { level, reason, by }: ResumeRequest): Result<Latch, RpcError> => {
  const now = levelIndex(latch.level)
  if (by.trim() === '' || isService(by)) return refusal('RESUME_UNNAMED', `'${by}' is no person: a halt is lowered by a named human`)
  if (reason.trim() === '') return refusal('RESUME_UNEXPLAINED', 'a halt is lowered only with a reason')
  if (now === 0) return refusal('NOT_HALTED', 'no halt is in force')
  if (levelIndex(level) !== now - 1) return refusal('RESUME_STEP', `cannot go from '${latch.level}' to '${level}': the next step down is '${LEVELS[now - 1]}'`)
  return ok({ level, reason, by })
}
