import type { TLocalizedValidationError } from 'typebox/error'
import { nearest } from '../base/nearest.ts'

type Problem = TLocalizedValidationError
type Json = { readonly [key: string]: unknown }

const SEEN_LENGTH_MAX = 60

const segmentsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null

const valueAt = (root: unknown, pointer: string): unknown =>
  segmentsOf(pointer).reduce<unknown>((value, key) => (isJson(value) && Object.hasOwn(value, key) ? value[key] : undefined), root)

/** `/levels/0/price` as `levels[0].price`. */
const pathOf = (pointer: string, ...more: string[]): string => {
  const parts = [...segmentsOf(pointer), ...more].map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`))
  return parts.length === 0 ? 'value' : parts.join('').replace(/^\./, '')
}

const seen = (value: unknown): string => {
  if (value === undefined) return 'missing'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (isJson(value)) return 'a map'
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return text.length > SEEN_LENGTH_MAX ? `${text.slice(0, SEEN_LENGTH_MAX)}...` : text
}

const descriptionAt = (schema: unknown, problem: Problem): string | undefined => {
  const place = valueAt(schema, problem.schemaPath)
  return isJson(place) && typeof place.description === 'string' ? place.description : undefined
}

const expected = (schema: unknown, problem: Problem): string => {
  switch (problem.keyword) {
    case 'type':
      return String(problem.params.type)
    case 'const':
      return seen(problem.params.allowedValue)
    case 'pattern':
      return descriptionAt(schema, problem) ?? `text that matches ${problem.params.pattern}`
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return `a number ${problem.params.comparison} ${problem.params.limit}`
    default:
      return problem.message.replace(/^must /, 'it to ')
  }
}

const unknownKey = (schema: unknown, problem: Problem, key: string): string => {
  const place = valueAt(schema, problem.schemaPath)
  const known = isJson(place) && isJson(place.properties) ? Object.keys(place.properties) : []
  const [near] = nearest(key, known, 1)
  return `'${pathOf(problem.instancePath, key)}' is no known key${near === undefined ? '' : `, did you mean '${near}'`}`
}

const one = (schema: unknown, value: unknown, problem: Problem): string => {
  if (problem.keyword === 'required') return `'${pathOf(problem.instancePath, problem.params.requiredProperties[0] ?? '')}' is missing`
  if (problem.keyword === 'additionalProperties') return unknownKey(schema, problem, problem.params.additionalProperties[0] ?? '')
  return `'${pathOf(problem.instancePath)}' is ${seen(valueAt(value, problem.instancePath))}, expected ${expected(schema, problem)}`
}

/** The problems of each alternative of a union, by its index. */
const alternativesOf = (union: Problem, problems: readonly Problem[]): Problem[][] => {
  const prefix = `${union.schemaPath}/anyOf/`
  const groups = new Map<string, Problem[]>()
  for (const problem of problems) {
    if (!problem.schemaPath.startsWith(prefix)) continue
    const index = problem.schemaPath.slice(prefix.length).split('/')[0] ?? ''
    groups.set(index, [...(groups.get(index) ?? []), problem])
  }
  return [...groups.values()]
}

const constCount = (group: readonly Problem[]): number => group.filter((problem) => problem.keyword === 'const').length

/** A union of plain words lists them; of shapes, the alternative whose marks fit best speaks. */
const ofUnion = (schema: unknown, value: unknown, problem: { readonly union: Problem; readonly all: readonly Problem[] }): string => {
  const groups = alternativesOf(problem.union, problem.all)
  const flat = groups.flat()
  if (flat.every((entry) => entry.instancePath === problem.union.instancePath && entry.keyword !== 'required')) {
    const choices = [...new Set(flat.map((entry) => expected(schema, entry)))]
    return `'${pathOf(problem.union.instancePath)}' is ${seen(valueAt(value, problem.union.instancePath))}, expected ${choices.join(' or ')}`
  }
  const [best = []] = groups.sort((a, b) => constCount(a) - constCount(b) || a.length - b.length)
  return describeProblem(schema, value, best)
}

/** The first of a check's problems as one sentence: path, what was seen, what was expected. */
export const describeProblem = (schema: unknown, value: unknown, problems: readonly Problem[]): string => {
  const all = problems.filter((problem) => problem.keyword !== 'boolean')
  const [first] = all
  if (first === undefined) return "'value' does not match its schema"
  const unions = all.filter((problem) => problem.keyword === 'anyOf' && first.schemaPath.startsWith(`${problem.schemaPath}/anyOf/`))
  const [union] = unions.sort((a, b) => a.schemaPath.length - b.schemaPath.length)
  return union === undefined ? one(schema, value, first) : ofUnion(schema, value, { union, all })
}
