/** A walk over CBOR that allocates nothing per item, so that hostile bytes are refused before the decoder sees them. */

export const DEPTH_MAX = 32

interface Walk {
  readonly bytes: Uint8Array
  /** Whether integers of 64 bits pass; our encoder writes them for a bigint alone. */
  readonly wide: boolean
  at: number
  depth: number
}

interface Head {
  readonly info: number
  readonly argument: number
}

type Rule = (walk: Walk, head: Head) => string | null

/** Items still expected at each depth; one walk at a time, it never yields. */
const left = new Float64Array(DEPTH_MAX + 1)
const isMap = new Uint8Array(DEPTH_MAX + 1)

const TRUNCATED = 'the bytes end inside a value'
const TOO_WIDE = 'an integer is above 2^53 - 1'

const skip = (walk: Walk, count: number): string | null => {
  if (count > walk.bytes.length - walk.at) return TRUNCATED
  walk.at += count
  return null
}

const integer = (walk: Walk, head: Head, argumentMax: number): string | null => {
  if (head.info === 27 && !walk.wide) return 'a bigint is not allowed'
  return head.argument > argumentMax ? TOO_WIDE : null
}

const whole: Rule = (walk, head) => integer(walk, head, Number.MAX_SAFE_INTEGER)

/** The argument n stands for -1 - n. */
const negative: Rule = (walk, head) => integer(walk, head, Number.MAX_SAFE_INTEGER - 1)

const run: Rule = (walk, head) => skip(walk, head.argument)

const open = (walk: Walk, itemCount: number, map: 0 | 1): string | null => {
  if (walk.depth === DEPTH_MAX) return `values nest deeper than ${DEPTH_MAX}`
  if (itemCount > walk.bytes.length - walk.at) return TRUNCATED
  walk.depth++
  left[walk.depth] = itemCount
  isMap[walk.depth] = map
  return null
}

const list: Rule = (walk, head) => open(walk, head.argument, 0)

const map: Rule = (walk, head) => open(walk, head.argument * 2, 1)

const tag: Rule = (_walk, head) => `tag ${head.argument} is not allowed`

/** Width of a float, and the mask of an all-ones exponent in its first two bytes. */
const floats = new Map([
  [25, { width: 2, mask: 0x7c00 }],
  [26, { width: 4, mask: 0x7f80 }],
  [27, { width: 8, mask: 0x7ff0 }],
])

const simple: Rule = (walk, head) => {
  const float = floats.get(head.info)
  if (float === undefined) return head.info >= 20 && head.info <= 23 ? null : `simple value ${head.argument} is not allowed`
  const start = walk.at - float.width
  const top = ((walk.bytes[start] ?? 0) << 8) | (walk.bytes[start + 1] ?? 0)
  return (top & float.mask) === float.mask ? 'a number is not finite' : null
}

const TEXT = 3
const majors: readonly Rule[] = [whole, negative, run, run, list, map, tag, simple]

/** The argument that follows an initial byte, or -1 when the bytes end inside it. */
const readArgument = (walk: Walk, info: number): number => {
  if (info < 24) return info
  const width = 1 << (info - 24)
  if (width > walk.bytes.length - walk.at) return -1
  let value = 0
  for (let index = 0; index < width; index++) value = value * 256 + (walk.bytes[walk.at + index] ?? 0)
  walk.at += width
  return value
}

/** Takes one item off the count of the innermost container; true when that item is the key of a map. */
const takeItem = (walk: Walk): boolean => {
  const remaining = left[walk.depth] ?? 0
  left[walk.depth] = remaining - 1
  return isMap[walk.depth] === 1 && remaining % 2 === 0
}

const readItem = (walk: Walk): string | null => {
  const first = walk.bytes[walk.at]
  if (first === undefined) return TRUNCATED
  walk.at++
  const major = first >> 5
  const info = first & 31
  if (takeItem(walk) && major !== TEXT) return 'the key of a map is no text'
  if (info > 27) return info === 31 ? 'a length is indefinite' : `initial byte ${first} is reserved`
  const argument = readArgument(walk, info)
  if (argument < 0) return TRUNCATED
  return majors[major]?.(walk, { info, argument }) ?? null
}

/** Why these bytes are not exactly one plain value (maps with text keys, lists, text, bytes, finite numbers, booleans, null, undefined), or null. */
export const findProblem = (bytes: Uint8Array, { wide }: { readonly wide: boolean }): string | null => {
  const walk: Walk = { bytes, wide, at: 0, depth: 0 }
  left[0] = 1
  isMap[0] = 0
  while (walk.depth >= 0) {
    if (left[walk.depth] === 0) walk.depth--
    else {
      const problem = readItem(walk)
      if (problem !== null) return `${problem} at byte ${walk.at}`
    }
  }
  return walk.at === bytes.length ? null : `${bytes.length - walk.at} bytes follow the value`
}
