import { type EpochUs, epochUs } from './units.ts'

export const US_PER_MS = 1_000
export const US_PER_S = 1_000_000

export const msToUs = (ms: number): number => ms * US_PER_MS
export const usToMs = (us: number): number => Math.floor(us / US_PER_MS)
export const fromMs = (ms: number): EpochUs => epochUs(ms * US_PER_MS)
