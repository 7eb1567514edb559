import type { VenueReply } from '../../lib/venues/orders.ts'
import type { ExecState } from './state.ts'

/** Characters of one part: a frame of the journal takes it with its name, even when each character is three bytes long. */
const PART_LENGTH_MAX = 16 * 1024

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdbff

/** Cuts a text into parts that each fit a frame of the journal; at least one, and no character is cut in two. */
export const partsOfText = (text: string): readonly string[] => {
  const parts: string[] = []
  let at = 0
  while (text.length - at > PART_LENGTH_MAX) {
    const end = at + PART_LENGTH_MAX
    const cut = isHighSurrogate(text.charCodeAt(end - 1)) ? end - 1 : end
    parts.push(text.slice(at, cut))
    at = cut
  }
  return [...parts, text.slice(at)]
}

/** Keeps a part of a long answer until the last one comes. */
export const keepPart = ({ parts }: ExecState, id: string, text: string): void => {
  parts.set(id, [...(parts.get(id) ?? []), text])
}

/** The answer as the venue gave it. */
export const wholeReply = ({ parts }: ExecState, id: string, last: VenueReply): VenueReply => {
  const earlier = parts.get(id)
  if (earlier === undefined) return last
  parts.delete(id)
  return last.ok ? { ...last, body: earlier.join('') + last.body } : last
}
