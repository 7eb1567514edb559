import type { Shape } from '../../contracts/shapes.ts'

/** A difference between two versions of a message; an addition is understood by peers of the same major. */
export interface Change {
  readonly where: string
  readonly what: string
  readonly isBreaking: boolean
}

type Compare = (before: unknown, after: unknown, where: string) => readonly Change[]

const isMap = (value: unknown): value is Shape => typeof value === 'object' && value !== null && !Array.isArray(value)
const text = (value: unknown): string => JSON.stringify(value) ?? 'nothing'
const broken = (where: string, what: string): Change => ({ where, what, isBreaking: true })
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const exact = (keyword: string): Compare => {
  return (before, after, where) => (text(before) === text(after) ? [] : [broken(where, `'${keyword}' was ${text(before)}, is ${text(after)}`)])
}

const oneField = (before: Shape, after: Shape, { where, name }: { readonly where: string; readonly name: string }): readonly Change[] => {
  const place = `${where}.${name}`
  const [old, now] = [before.properties, after.properties].map((properties) => (isMap(properties) ? properties[name] : undefined))
  const [wasRequired, isRequired] = [before.required, after.required].map((required) => listOf(required).includes(name))
  if (now === undefined) return [broken(place, 'was removed')]
  if (old === undefined) return isRequired ? [broken(place, 'is new and required')] : [{ where: place, what: 'is new', isBreaking: false }]
  const moved = wasRequired === isRequired ? [] : [broken(place, isRequired ? 'is required now' : 'is optional now')]
  return [...moved, ...changes(old, now, place)]
}

const fields = (before: Shape, after: Shape, where: string): readonly Change[] => {
  const names = new Set([before, after].flatMap(({ properties }) => (isMap(properties) ? Object.keys(properties) : [])))
  return [...names].flatMap((name) => oneField(before, after, { where, name }))
}

const isWord = (schema: unknown): boolean => isMap(schema) && 'const' in schema

const alternatives: Compare = (before, after, where) => {
  const [old, now] = [listOf(before), listOf(after)]
  if (![...old, ...now].every(isWord)) return eachOf('alternatives')(before, after, where)
  const [oldWords, nowWords] = [old, now].map((words) => words.map((word) => text((word as Shape).const)))
  const gone = oldWords?.filter((word) => nowWords?.includes(word) !== true) ?? []
  const added = nowWords?.filter((word) => oldWords?.includes(word) !== true) ?? []
  return [...gone.map((word) => broken(where, `lost the word ${word}`)), ...added.map((word) => broken(where, `has the new word ${word}`))]
}

const eachOf = (name: string): Compare => {
  return (before, after, where) => {
    if (!(Array.isArray(before) && Array.isArray(after))) return changes(before, after, `${where}[]`)
    if (before.length !== after.length) return [broken(where, `had ${before.length} ${name}, has ${after.length}`)]
    return before.flatMap((old, index) => changes(old, after[index], `${where}[${index}]`))
  }
}

const nothing: Compare = () => []

const KEYWORDS: Readonly<Record<string, Compare>> = { properties: nothing, required: nothing, anyOf: alternatives, items: eachOf('items') }

/** Every difference between two shapes of one message. */
export const changes: Compare = (before, after, where) => {
  if (!(isMap(before) && isMap(after))) return exact('schema')(before, after, where)
  const keywords = new Set([...Object.keys(before), ...Object.keys(after)])
  const own = [...keywords].flatMap((keyword) => (KEYWORDS[keyword] ?? exact(keyword))(before[keyword], after[keyword], where))
  return [...own, ...fields(before, after, where)]
}
