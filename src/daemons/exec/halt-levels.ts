import type { HaltLevel } from '../../lib/contracts/risk.ts'

/** Levels from none to highest. */
export const LEVELS: readonly HaltLevel[] = ['K0', 'K1', 'K2', 'K3', 'K4']
/** The scope of everything. */
export const EVERYTHING = '*'

export const rank = (level: HaltLevel): number => LEVELS.indexOf(level)
