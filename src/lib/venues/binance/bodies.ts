import { messageOf } from '../../base/errors.ts'
import { fromLine } from '../../codec/json.ts'
import type { Instrument } from '../../model/instrument.ts'
import type { VenueResult } from '../../ports/venue.ts'
import type { StreamMessage, VenueAnswer } from '../orders.ts'
import { refusalOf, unreadable } from './errors.ts'
import { FieldError } from './fields.ts'
import { parseInstruments } from './instruments.ts'

/** Reads the body of a successful answer; a body that does not fit is an ambiguous outcome. */
export const readBody = <T>(result: VenueResult, read: (value: unknown) => T): VenueAnswer<T> => {
  if (!result.ok || result.status < 200 || result.status > 299) return refusalOf(result)
  const parsed = fromLine(result.body)
  if (!parsed.ok) return unreadable(parsed.error)
  try {
    return { kind: 'found', value: read(parsed.value) }
  } catch (error) {
    if (!(error instanceof FieldError)) throw error
    return unreadable(messageOf(error))
  }
}

/** Reads one frame of a user stream; a frame that does not fit is malformed, and never an exception. */
export const readMessage = (text: string, read: (value: unknown) => StreamMessage): StreamMessage => {
  const parsed = fromLine(text)
  if (!parsed.ok) return { kind: 'malformed', reason: parsed.error }
  try {
    return read(parsed.value)
  } catch (error) {
    if (!(error instanceof FieldError)) throw error
    return { kind: 'malformed', reason: messageOf(error) }
  }
}

/** The rules in an answer of `exchangeInfo`, as those of `venue`. */
export const readRules = (result: VenueResult, venue: string): VenueAnswer<readonly Instrument[]> => {
  if (!result.ok || result.status !== 200) return refusalOf(result)
  const parsed = parseInstruments(result.body, venue)
  return parsed.ok ? { kind: 'found', value: parsed.value } : unreadable(parsed.error)
}
