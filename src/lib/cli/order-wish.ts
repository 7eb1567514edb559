import { fail, type Result } from '../base/result.ts'
import { validator } from '../codec/schema.ts'
import { SubmitRequest } from '../contracts/exec.ts'

type Fields = Readonly<Record<string, unknown>>

const check = validator(SubmitRequest)

/** Names that users write shorter. */
const SHORT: ReadonlyArray<readonly [string, string]> = [
  ['id', 'intentId'],
  ['strategy', 'strategyId'],
  ['orderType', 'type'],
]

const KNOWN = [...Object.keys(SubmitRequest.properties), ...SHORT.map(([short]) => short), 'v', 'ts', 'correlationId']

const named = (fields: Fields): Record<string, unknown> => {
  const renamed: Record<string, unknown> = { ...fields }
  for (const [short, full] of SHORT) renamed[full] ??= fields[short]
  return Object.fromEntries(Object.keys(SubmitRequest.properties).flatMap((name) => (renamed[name] === undefined ? [] : [[name, renamed[name]]])))
}

/** What an order is that says nothing else: with a price it is a limit order that stays, without one a market order. */
const defaults = ({ price, type }: Fields): Fields => {
  const kind = type ?? (price === undefined ? 'market' : 'limit')
  return {
    type: kind,
    tif: kind === 'market' ? 'ioc' : 'gtc',
    strategyId: 'cli',
    postOnly: kind === 'limitMaker',
    reduceOnly: false,
  }
}

/** The order that some fields ask for, with `newId` as its intent unless they name one; an error says what is wrong with them. */
export const wishOf = (fields: Fields, newId: () => string): Result<SubmitRequest> => {
  const unknown = Object.keys(fields).find((name) => !KNOWN.includes(name))
  if (unknown !== undefined) return fail(`'${unknown}' is no field of an order`)
  const wanted = named(fields)
  return check({ ...defaults(wanted), intentId: wanted['intentId'] ?? newId(), ...wanted })
}
