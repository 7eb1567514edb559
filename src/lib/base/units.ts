declare const brand: unique symbol

/** A primitive that only its constructor can make, so ticks can never be passed for lots. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name }

/** Price as a whole count of the instrument's tick. Safe integer. */
export type Ticks = Brand<number, 'Ticks'>
/** Quantity as a whole count of the instrument's lot. Safe integer, signed for positions. */
export type Lots = Brand<number, 'Lots'>
/** Microseconds since the Unix epoch. Safe integer until the year 2255. */
export type EpochUs = Brand<number, 'EpochUs'>
/** Microseconds of the host's CLOCK_MONOTONIC; only differences mean something. */
export type MonoUs = Brand<number, 'MonoUs'>
/** Money or any exact decimal: a bigint scaled by 10^18. */
export type Money = Brand<bigint, 'Money'>

const whole = (value: number, name: string): number => {
  if (!Number.isSafeInteger(value)) throw new RangeError(`'${name}' ${value} is not a safe integer`)
  return value
}

export const ticks = (value: number): Ticks => whole(value, 'ticks') as Ticks
export const lots = (value: number): Lots => whole(value, 'lots') as Lots
export const epochUs = (value: number): EpochUs => whole(value, 'epochUs') as EpochUs
export const monoUs = (value: number): MonoUs => value as MonoUs
export const money = (value: bigint): Money => value as Money

export const zeroMoney: Money = money(0n)
export const add = (a: Money, b: Money): Money => money(a + b)
export const subtract = (a: Money, b: Money): Money => money(a - b)
export const negate = (a: Money): Money => money(-a)
export const absolute = (a: Money): Money => (a < 0n ? negate(a) : a)

/** A greater time of an event is none: the year 2255. */
export const EVENT_MS_MAX = 9_000_000_000_000
