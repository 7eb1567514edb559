import { fail, ok, type Result } from '../../base/result.ts'
import { fromLine } from '../../codec/json.ts'
import type { Instrument } from '../../model/instrument.ts'
import { isBestFirst } from '../../model/level-order.ts'
import type { DepthSnapshot, MarketAnswer, MarketRefusal } from '../market.ts'
import { countIn, pauseUsOf } from '../pause.ts'
import { FieldError, fieldsOf, wholeOf } from './fields.ts'
import { parseInstruments } from './instruments.ts'
import { levelsOf } from './levels.ts'

const USED_WEIGHT = 'x-mbx-used-weight-1m'

const refused = (reason: string, pauseUs = 0): { readonly ok: false; readonly error: MarketRefusal } => fail({ reason, pauseUs })

const bodyOf = (answer: MarketAnswer): Result<string, MarketRefusal> => {
  if (!answer.ok) return refused(answer.reason)
  if (answer.status === 200) return ok(answer.body)
  return refused(`status ${answer.status}: ${answer.body.slice(0, 100)}`, pauseUsOf(answer.status, answer.headers))
}

const snapshotOf = (value: unknown, instrument: Instrument): DepthSnapshot => {
  const fields = fieldsOf(value, 'answer')
  const snapshot = { lastId: wholeOf(fields, 'lastUpdateId'), bids: levelsOf(fields.bids, instrument), asks: levelsOf(fields.asks, instrument) }
  if (snapshot.lastId < 0) throw new FieldError(`'lastUpdateId' ${snapshot.lastId} is negative`)
  if (!isBestFirst(snapshot)) throw new FieldError('the levels are not best first')
  return snapshot
}

/** The book in an answer of `depth`. */
export const readSnapshot = (answer: MarketAnswer, instrument: Instrument): Result<DepthSnapshot, MarketRefusal> => {
  const body = bodyOf(answer)
  if (!body.ok) return body
  const parsed = fromLine(body.value)
  if (!parsed.ok) return refused(parsed.error)
  try {
    return ok(snapshotOf(parsed.value, instrument))
  } catch (error) {
    if (error instanceof FieldError) return refused(error.message)
    throw error
  }
}

/** The rules in an answer of `exchangeInfo`, as those of `venue`. */
export const readInstruments = (answer: MarketAnswer, venue: string): Result<readonly Instrument[], MarketRefusal> => {
  const body = bodyOf(answer)
  if (!body.ok) return body
  const parsed = parseInstruments(body.value, venue)
  return parsed.ok ? parsed : refused(parsed.error)
}

/** Weight that the venue has counted in its present minute. */
export const readWeight = (answer: MarketAnswer): number | null => (answer.ok ? countIn(answer.headers[USED_WEIGHT]) : null)
