import type { Prng } from '../../../lib/base/prng.ts'

/** A frame as it is sent: text, or the same letters as a binary frame. */
export interface GarbledFrame {
  readonly text: string
  readonly isBinary: boolean
}

const HUGE_LENGTH = 20 * 1024 * 1024
const DEEP_COUNT = 50_000
const PAGE = '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>'

type Form = (text: string, random: Prng) => string

const FORMS: readonly Form[] = [
  (text, random) => text.slice(0, 1 + random.below(text.length)),
  (text) => text.replace(/"U":\d+/, '"U":"many"').replace(/"b":\[/, '"b":[7,null,'),
  (text) => text.replace(/\["([\d.]+)","/, '["$1","-'),
  () => `{"e":"depthUpdate","pad":"${'x'.repeat(HUGE_LENGTH)}"}`,
  () => PAGE,
  () => '['.repeat(DEEP_COUNT) + ']'.repeat(DEEP_COUNT),
]

/** Makes something of a frame that no client can read: cut off, of wrong types, huge, deep, a page, or binary. */
export const garble = (text: string, random: Prng): GarbledFrame => {
  const form = FORMS[random.below(FORMS.length + 1)]
  return form === undefined ? { text, isBinary: true } : { text: form(text, random), isBinary: false }
}
