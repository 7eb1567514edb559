import { Encoder } from 'cbor-x'
import { messageOf } from '../base/errors.ts'
import { fail, ok, type Result } from '../base/result.ts'
import { findProblem } from './cbor-scan.ts'

/** Cap of a frame on a control socket and of a journal payload. */
export const CONTROL_BYTES_MAX = 64 * 1024
/** Cap of a frame on a data socket. */
export const DATA_BYTES_MAX = 1024 * 1024

const options = { useRecords: false, tagUint8Array: false, int64AsNumber: true }
const encoder = new Encoder(options)

/** One CBOR item of plain maps. Throws a RangeError on what `decode` would refuse: bigint, NaN, Infinity, Map, Set, Date, functions, nesting deeper than 32. */
export const encode = (value: unknown): Uint8Array => {
  const bytes = encodeUnchecked(value)
  const problem = findProblem(bytes, { wide: false })
  if (problem !== null) throw new RangeError(`cannot encode as cbor: ${problem}`)
  return bytes
}

const encodeUnchecked = (value: unknown): Uint8Array => {
  try {
    return encoder.encode(value)
  } catch (cause) {
    throw new RangeError(`cannot encode as cbor: ${messageOf(cause)}`, { cause })
  }
}

/** The value in `bytes`; never throws. Unknown fields are kept, so that a newer minor version of a message passes through. */
export const decode = (bytes: Uint8Array, { maxBytes }: { readonly maxBytes: number }): Result<unknown> => {
  if (bytes.length > maxBytes) return fail(`cbor of ${bytes.length} bytes is above the limit ${maxBytes}`)
  const problem = findProblem(bytes, { wide: true })
  if (problem !== null) return fail(`malformed cbor: ${problem}`)
  try {
    return ok(encoder.decode(bytes))
  } catch (error) {
    return fail(`malformed cbor: ${messageOf(error)}`)
  }
}
