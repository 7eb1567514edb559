import { US_PER_S } from './time.ts'
import type { EpochUs } from './units.ts'

/** What a client order id says of itself without any table. */
export interface ClientOrderId {
  /** Strategy tag, 6 characters of base 36. */
  readonly strategyTag: string
  /** Incarnation of exec. */
  readonly epoch: number
  /** Sequence in the epoch, from 1. */
  readonly seq: number
  /** n new, r replacement, f flatten, h hedge, w watchdog. */
  readonly kind: 'n' | 'r' | 'f' | 'h' | 'w'
}

const US_PER_MINUTE = 60 * US_PER_S
/** 2025-01-01T00:00Z. */
const ORIGIN_US = 1_735_689_600_000_000
const PATTERN = /^T1([0-9a-z]{6})-([0-9a-z]{5})-([0-9a-z]{7})([nrfhw])$/

const base36 = (value: number, width: number): string => {
  const text = value.toString(36)
  if (text.length > width) throw new RangeError(`'${value}' needs more than ${width} base-36 digits`)
  return text.padStart(width, '0')
}

/** 23 characters inside `^[a-zA-Z0-9-_]{1,36}$`, the intersection of what venues allow. */
export const formatClientOrderId = (id: ClientOrderId): string => `T1${id.strategyTag}-${base36(id.epoch, 5)}-${base36(id.seq, 7)}${id.kind}`

export const parseClientOrderId = (text: string): ClientOrderId | null => {
  const match = PATTERN.exec(text)
  if (match === null) return null
  const [, strategyTag = '', epoch = '', seq = '', kind = 'n'] = match
  return { strategyTag, epoch: Number.parseInt(epoch, 36), seq: Number.parseInt(seq, 36), kind: kind as ClientOrderId['kind'] }
}

/** A strategy instance's tag: its name cut or padded to 6 characters of base 36. */
export const strategyTag = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^0-9a-z]/g, '')
    .slice(0, 6)
    .padStart(6, '0')

/** Whole minutes since 2025-01-01T00:00Z: the floor of a new incarnation's epoch. */
export const orderMinute = (nowUs: EpochUs): number => Math.floor((nowUs - ORIGIN_US) / US_PER_MINUTE)
