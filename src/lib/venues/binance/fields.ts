/** Thrown by the readers below and caught by whoever reads a whole message; it never leaves this folder. */
export class FieldError extends Error {
  override readonly name = 'FieldError'
}

export type Fields = Readonly<Record<string, unknown>>

export const fieldsOf = (value: unknown, what: string): Fields => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new FieldError(`'${what}' is no object`)
  return value as Fields
}

export const listOf = (value: unknown, what: string): readonly unknown[] => {
  if (!Array.isArray(value)) throw new FieldError(`'${what}' is no list`)
  return value
}

export const textOf = (fields: Fields, name: string): string => {
  const value = fields[name]
  if (typeof value !== 'string') throw new FieldError(`'${name}' is no text`)
  return value
}

export const wholeOf = (fields: Fields, name: string): number => {
  const value = fields[name]
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new FieldError(`'${name}' is no whole number`)
  return value
}
