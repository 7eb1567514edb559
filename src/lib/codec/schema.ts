import type { Static, TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { fail, ok, type Result } from '../base/result.ts'
import { describeProblem } from './schema-problem.ts'

/** Any schema of a contract. */
export type Schema = TSchema

/**
 * A check of `schema`, compiled at its first use. The error is one sentence with path, seen value and what was expected.
 * Fields that the schema does not know are kept, so that a peer of a newer minor version is understood;
 * a schema with `additionalProperties: false` (settings, documents) refuses them and names the nearest key.
 */
export const validator = <T extends TSchema>(schema: T): ((value: unknown) => Result<Static<T>>) => {
  let compiled: Validator | undefined
  return (value) => {
    compiled ??= Compile(schema)
    if (compiled.Check(value)) return ok(value as Static<T>)
    return fail(describeProblem(schema, value, compiled.Errors(value)))
  }
}
