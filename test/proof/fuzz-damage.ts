import type { Prng } from '../../src/lib/base/prng.ts'
import { utf8Bytes } from '../kit/market-texts.ts'

type Damage = (bytes: Uint8Array, chance: Prng) => Uint8Array

const [ZERO, NINE] = [48, 57]
const PIECES = ['', '0', '-1', '1e999', '[]', '{}', '"', '\\', 'null', 'true', '9'.repeat(20), '\u0000', '€', '['.repeat(500), ',"u":1', '"e":"trade",'].map(
  utf8Bytes,
)
/** Values that stand where another belongs. */
const VALUES = ['null', 'true', '-1', '0', '1.5', '1e300', '9007199254740991', '"0"', '""', '"0.00000000"', '"-1"', '"x"', '[]', '{}', '{"toString":1}'].map(
  utf8Bytes,
)
const VALUE = /"[^"]*"(?!:)|-?\d[\d.]*|true|false|null/g
const latin1 = new TextDecoder('latin1')

const joined = (...parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((total, { length }) => total + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const one = <T>(of: readonly T[], chance: Prng): T | undefined => of[chance.below(of.length)]

const spliced: Damage = (bytes, chance) => {
  const from = chance.below(bytes.length + 1)
  const to = Math.min(bytes.length, from + chance.below(6))
  return joined(bytes.subarray(0, from), one(PIECES, chance) ?? bytes, bytes.subarray(to))
}

const flipped: Damage = (bytes, chance) => {
  const result = bytes.slice()
  if (result.length > 0) result[chance.below(result.length)] = chance.below(256)
  return result
}

/** Other digits in the place of some: a frame of good form that says something else. */
const recounted: Damage = (bytes, chance) => {
  const result = bytes.slice()
  const digits = [...bytes.keys()].filter((at) => (bytes[at] ?? 0) >= ZERO && (bytes[at] ?? 0) <= NINE)
  for (let count = 1 + chance.below(4); count > 0; count--) {
    const at = one(digits, chance)
    if (at !== undefined) result[at] = ZERO + chance.below(10)
  }
  return result
}

/** Another value in the place of one. */
const retyped: Damage = (bytes, chance) => {
  const found = one([...latin1.decode(bytes).matchAll(VALUE)], chance)
  if (found === undefined) return bytes
  return joined(bytes.subarray(0, found.index), one(VALUES, chance) ?? bytes, bytes.subarray(found.index + found[0].length))
}

const noise: Damage = (_, chance) => Uint8Array.from({ length: chance.below(400) }, () => chance.below(256))
const cut: Damage = (bytes, chance) => bytes.subarray(0, chance.below(bytes.length + 1))

const DAMAGES: readonly Damage[] = [spliced, spliced, flipped, flipped, recounted, recounted, recounted, retyped, retyped, cut, noise]

const isSame = (one: Uint8Array, other: Uint8Array): boolean => one.length === other.length && one.every((byte, at) => byte === other[at])

/** One of the frames with up to three damages, not as it was. */
export const damaged = (frames: readonly Uint8Array[], chance: Prng): Uint8Array => {
  const frame = one(frames, chance) ?? new Uint8Array(0)
  let bytes = frame
  for (let count = 1 + chance.below(3); count > 0; count--) bytes = (one(DAMAGES, chance) ?? cut)(bytes, chance)
  return isSame(bytes, frame) ? damaged(frames, chance) : bytes
}
