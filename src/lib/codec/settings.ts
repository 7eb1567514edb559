import type { Static, TSchema } from 'typebox'
import { Default } from 'typebox/value'
import { TradeError } from '../base/errors.ts'
import { validator } from './schema.ts'

const frozen = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null) return value
  for (const inner of Object.values(value)) frozen(inner)
  return Object.freeze(value)
}

/** Settings with every default filled in, checked once and frozen; a bad one is a TradeError with exit code 78 that names it. */
export const conclude = <T extends TSchema>(schema: T, given: object, name: string): Static<T> => {
  const checked = validator(schema)(Default(schema, { ...given }))
  if (!checked.ok) throw new TradeError('CONFIG_INVALID', `settings of '${name}': ${checked.error}`, { category: 'fatal', exit: 78 })
  return frozen(structuredClone(checked.value)) as Static<T>
}
