import { type EpochUs, epochUs } from './units.ts'

export const US_PER_MS = 1_000
export const US_PER_S = 1_000_000
const US_PER_MINUTE = 60 * US_PER_S
/** 2025-01-01T00:00Z, the origin of order-id epochs. */
const ORDER_EPOCH_US = 1_735_689_600_000_000

export const msToUs = (ms: number): number => ms * US_PER_MS
export const usToMs = (us: number): number => Math.floor(us / US_PER_MS)
export const fromMs = (ms: number): EpochUs => epochUs(ms * US_PER_MS)

/** Whole minutes since 2025-01-01T00:00Z: the floor of a new incarnation's epoch. */
export const orderMinute = (nowUs: EpochUs): number => Math.floor((nowUs - ORDER_EPOCH_US) / US_PER_MINUTE)
