import { isControlId } from '../event-rules.ts'
import type { MarketEvent } from '../market.ts'
import { FieldError, type Fields } from './fields.ts'

const refusalOf = ({ error, code, msg }: Fields): string | null => {
  if (error === undefined && code === undefined) return null
  const text = error === undefined ? { code, msg } : error
  return JSON.stringify(text).slice(0, 100)
}

/** The answer to a control message: `result` null when the venue did it, else an error; one without a number answers nobody. */
export const answerOf = (frame: Fields): MarketEvent => {
  const { id } = frame
  const problem = refusalOf(frame)
  if (problem === null && !('result' in frame)) throw new FieldError("'frame' is neither an event nor an answer")
  return isControlId(id) ? { type: 'answered', id, problem } : { type: 'ignored' }
}
